import type { Command } from "commander";
import { addressLines } from "./startup/addresses.ts";
import { deployApp } from "./startup/deploy-app.ts";
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
  const deployment = await deployApp(project, { endpoint: () => endpoint, context, parameters, signal });
  process.stdout.write(`\n${addressLines(deployment, project.config)}\n`);
}
