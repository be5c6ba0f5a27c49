import type { Command } from "commander";
import { ProjectDeployment } from "../config/deploy-project.ts";
import { rememberStacks } from "../deploy/deployed-stacks.ts";
import { addressLines, warnOfDifferences } from "./startup/addresses.ts";
import {
  type AppOptions,
  addAppOptions,
  type EndpointOptions,
  endpointOption,
  examples,
  portOption,
} from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runningLocalStack } from "./terminal/running.ts";
import { runSteps } from "./terminal/steps.ts";

type DeployOptions = EndpointOptions & AppOptions;

export function define(command: Command): void {
  command
    .description("Deploys the app into a running LocalStack, and publishes its site.")
    .addOption(portOption())
    .addOption(endpointOption());
  addAppOptions(command);
  examples(command, [
    ["", ""],
    ["--port 4570", "into the LocalStack at another port"],
    ["--parameters Mail=a@example.com", "with the value of a parameter"],
  ]);
  act(command, deploy);
}

async function deploy(signal: AbortSignal, { context, parameters, ...where }: DeployOptions): Promise<void> {
  const { project, endpoint } = await runningLocalStack(where, signal);
  const deployment = new ProjectDeployment(project, {
    endpoint: () => endpoint,
    context,
    parameters,
    signal,
  });
  await runSteps(deployment.steps);
  await rememberStacks(project.root, endpoint, deployment.deployment.stacks);
  warnOfDifferences(deployment.deployment);
  process.stdout.write(`\n${addressLines(deployment.deployment, project.config)}\n`);
}
