import { followActivity } from "../harness/cli/activity/activity.ts";
import { happeningLine } from "../harness/cli/activity/activity-event.ts";
import { defineCommand, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { addressLines } from "./app/addresses.ts";
import { type ContextOptions, contextFrom, recipientsOption, senderOption } from "./app/context.ts";
import { Deployment } from "./app/deployment.ts";
import { Startup } from "./app/startup.ts";

const command = defineCommand(
  "start",
  "Starts LocalStack, or attaches to one that runs, deploys the app, and shows what becomes of each reminder.",
  [
    "npm start                            on port 4566, until Ctrl-C",
    "PORT=4570 npm start                  on another port",
    "npm start -- --sender me@example.com",
  ],
)
  .addOption(portOption())
  .addOption(senderOption())
  .addOption(recipientsOption());

const write = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(command, async (signal) => {
  const { port, ...options } = command.opts<{ port: number } & ContextOptions>();
  const startup = new Startup({ port, signal });
  const deployment = new Deployment(() => startup.localStack.endpoint, contextFrom(options), startup.signal);
  try {
    await runSteps([startup.step, ...deployment.steps]);
    const { endpoint, kind } = startup.localStack;
    write(`\n${addressLines(deployment.app, endpoint)}\n`);
    write(
      kind === "running"
        ? "Ctrl-C ends this view only; LocalStack was there before and stays."
        : `Ctrl-C stops everything (from elsewhere: kill ${process.pid}).`,
    );
    write("What becomes of the reminders is shown here:\n");
    await followActivity({
      endpoint,
      stateMachineArn: deployment.app.stateMachineArn,
      signal: startup.signal,
      onHappening: (happening) => write(happeningLine(happening)),
    });
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    if (startup.isOurs && signal.aborted)
      process.stderr.write("\nstopping LocalStack and all that runs in it ...\n");
    await startup.stop();
  }
});
