import type { Command } from "commander";
import { loadProject } from "../config/load.ts";
import { DevSession } from "../dev/session.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { DEFAULT_PORT } from "../localstack/port.ts";
import { followActivity } from "./activity/activity.ts";
import { activityLine } from "./activity/activity-event.ts";
import { updateLines } from "./dev/update-lines.ts";
import { addressLines, warnOfIgnoredChanges } from "./startup/addresses.ts";
import { Startup } from "./startup/startup.ts";
import { contextOption, examples, portOption } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runSteps } from "./terminal/steps.ts";

interface DevOptions {
  port?: number;
  context?: Record<string, string>;
}

export function define(command: Command): void {
  command
    .description("As start, and brings each change of the app's files to LocalStack when it is saved.")
    .addOption(portOption())
    .addOption(contextOption());
  examples(command, [
    ["", "until Ctrl-C"],
    ["--port 4570", "on another port"],
  ]);
  act(command, dev);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function dev(signal: AbortSignal, { port, context = {} }: DevOptions): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const { config } = project;
  const startup = new Startup({ port: port ?? config.port ?? DEFAULT_PORT, env: config.env ?? {}, signal });
  const session = new DevSession({
    project,
    endpoint: () => startup.localStack.endpoint,
    context,
    signal: startup.signal,
    onUpdate: (update) => updateLines(update).forEach(write),
    runSteps,
  });
  try {
    await runSteps([startup.step, ...(await session.steps())]);
    const { deployment } = session;
    warnOfIgnoredChanges(deployment);
    write(`\n${addressLines(deployment, config)}\n`);
    write("Changes, executions and mails:\n");
    await followActivity({
      deployment,
      signal: startup.signal,
      onEvent: (event) => write(activityLine(event)),
    });
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    if (startup.isOurs && signal.aborted)
      process.stderr.write("\nstopping LocalStack and its functions ...\n");
    await session[Symbol.asyncDispose]();
    await startup.stop();
  }
}
