import type { Command } from "commander";
import { ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject } from "../config/load.ts";
import { startConsole } from "../console/console.ts";
import { rememberStacks } from "../deploy/deployed-stacks.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { followActivity } from "./activity/activity.ts";
import { activityLine } from "./activity/activity-event.ts";
import { addressLines, warnOfDifferences } from "./startup/addresses.ts";
import { Startup } from "./startup/startup.ts";
import {
  type AppOptions,
  addAppOptions,
  addInstanceOptions,
  examples,
  type InstanceOptions,
} from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runSteps } from "./terminal/steps.ts";

export function define(command: Command): void {
  command.description(
    "Starts LocalStack, or attaches to a running one, deploys the app, and follows its executions and mails.",
  );
  addInstanceOptions(command);
  addAppOptions(command);
  examples(command, [
    ["", "until Ctrl-C"],
    ["--port 4570", "on another port"],
    ["--keep", "with the mails, tables … of the last one"],
    ["--context stage=blue", "with context for the CDK app"],
  ]);
  act(command, start);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function start(
  signal: AbortSignal,
  { context, parameters, ...instance }: AppOptions & InstanceOptions,
): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const { config } = project;
  const startup = Startup.of(config, instance, { signal });
  const deployment = new ProjectDeployment(project, {
    endpoint: () => startup.localStack.endpoint,
    context,
    parameters,
    signal: startup.signal,
  });
  try {
    await runSteps([startup.step, ...deployment.steps]);
    await rememberStacks(project.root, startup.localStack.endpoint, deployment.deployment.stacks);
    warnOfDifferences(deployment.deployment);
    const { endpoint, stacks } = deployment.deployment;
    await using console = await startConsole({ endpoint, project, places: stacks });
    write(`\n${addressLines(deployment.deployment, config, { console: console.address })}\n`);
    write(
      startup.localStack.kind === "running"
        ? "Ctrl-C ends this view only; LocalStack was already running and keeps running."
        : `Ctrl-C stops everything (from elsewhere: kill ${process.pid}).`,
    );
    write("Executions and mails:\n");
    await followActivity({
      deployment: deployment.deployment,
      signal: startup.signal,
      onEvent: (event) => write(activityLine(event)),
    });
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    if (startup.isOurs && signal.aborted)
      process.stderr.write("\nstopping LocalStack and its functions ...\n");
    await startup.stop();
  }
}
