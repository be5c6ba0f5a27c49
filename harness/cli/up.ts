import type { Command } from "commander";
import { ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject } from "../config/load.ts";
import { rememberStacks } from "../deploy/deployed-stacks.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { addressLines, warnOfDifferences } from "./startup/addresses.ts";
import { Startup } from "./startup/startup.ts";
import { invocationAt } from "./terminal/invocation.ts";
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
    "Starts LocalStack in the background unless one is running, deploys the app, and returns.",
  );
  addInstanceOptions(command);
  addAppOptions(command);
  examples(command, [
    ["", ""],
    ["--port 4570", "on another port"],
  ]);
  act(command, up);
}

async function up(
  signal: AbortSignal,
  { context, parameters, ...instance }: AppOptions & InstanceOptions,
): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const { config } = project;
  const startup = Startup.of(config, instance, { detached: true, signal });
  const deployment = new ProjectDeployment(project, {
    endpoint: () => startup.localStack.endpoint,
    context,
    parameters,
    signal: startup.signal,
  });
  try {
    await runSteps([startup.step, ...deployment.steps]);
    await rememberStacks(project.root, startup.localStack.endpoint, deployment.deployment.stacks);
  } catch (error) {
    const cause = await startup.cause(error);
    // half an app in the background helps no user
    await startup.stop();
    throw cause;
  }
  const { endpoint, kind } = startup.localStack;
  warnOfDifferences(deployment.deployment);
  process.stdout.write(`\n${addressLines(deployment.deployment, config)}\n\n`);
  const end = invocationAt("down", endpoint);
  process.stdout.write(
    kind === "running"
      ? `LocalStack was running before; ${end} stops it if up started it.\n`
      : `LocalStack runs in the background; ${end} stops it.\n`,
  );
}
