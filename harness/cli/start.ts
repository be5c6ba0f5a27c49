import type { Command } from "commander";
import { loadProject } from "../config/load.ts";
import { startConsole } from "../console/console.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { followActivity } from "./activity/activity.ts";
import { activityLine } from "./activity/activity-event.ts";
import { addressLines } from "./startup/addresses.ts";
import { startApp } from "./startup/deploy-app.ts";
import { Startup } from "./startup/startup.ts";
import { addInstanceOptions, examples, type InstanceOptions } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";

export function define(command: Command): void {
  command.description(
    "Starts LocalStack, or attaches to a running one, deploys the app, and follows its executions and mails.",
  );
  addInstanceOptions(command);
  examples(command, [
    ["", "until Ctrl-C"],
    ["--port 4570", "on another port"],
    ["--keep", "with the mails, tables … of the last one"],
    ["--context stage=blue", "with context for the CDK app"],
  ]);
  act(command, start);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function start(signal: AbortSignal, options: InstanceOptions): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const { config } = project;
  const startup = Startup.of(config, options, { signal });
  try {
    const deployment = await startApp(project, startup, options);
    const { endpoint, stacks } = deployment;
    // it reads LocalStack by the plugin
    await using console = startup.localStack.emulator
      ? undefined
      : await startConsole({ endpoint, project, places: stacks });
    write(`\n${addressLines(deployment, config, { console: console?.address })}\n`);
    write(
      startup.localStack.kind === "running"
        ? `Ctrl-C ends this view only; ${startup.localStack.emulator ?? "LocalStack"} was already running and keeps running.`
        : `Ctrl-C stops everything (from elsewhere: kill ${process.pid}).`,
    );
    write("Executions and mails:\n");
    await followActivity({
      deployment,
      signal: startup.signal,
      onEvent: (event) => write(activityLine(event)),
    });
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    if (startup.isOurs && signal.aborted)
      process.stderr.write(`\nstopping ${startup.title} and its functions ...\n`);
    await startup.stop();
  }
}
