import { defineCommand, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { addressLines, typed } from "./app/addresses.ts";
import { type ContextOptions, contextFrom, recipientsOption, senderOption } from "./app/context.ts";
import { Deployment } from "./app/deployment.ts";
import { Startup } from "./app/startup.ts";

const command = defineCommand(
  "up",
  "Runs the app in the background: starts LocalStack unless one runs, deploys, and returns. npm run down ends it.",
  [
    "npm run up                           on port 4566",
    "npm run up -- --port 4570            on another port",
  ],
)
  .addOption(portOption())
  .addOption(senderOption())
  .addOption(recipientsOption());

await runCommand(command, async (signal) => {
  const { port, ...options } = command.opts<{ port: number } & ContextOptions>();
  const startup = new Startup({ port, detached: true, signal });
  const deployment = new Deployment(() => startup.localStack.endpoint, contextFrom(options), startup.signal);
  try {
    await runSteps([startup.step, ...deployment.steps]);
  } catch (error) {
    // half an app in the background helps nobody
    await startup.stop();
    throw await startup.cause(error);
  }
  const { endpoint, kind } = startup.localStack;
  process.stdout.write(`\n${addressLines(deployment.app, endpoint)}\n\n`);
  const end = typed("down", endpoint);
  process.stdout.write(
    kind === "running"
      ? `It was running before; ${end} ends it if npm run up started it.\n`
      : `It runs in the background; ${end} ends it.\n`,
  );
});
