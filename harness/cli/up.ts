import type { Command } from "commander";
import type { Deployment } from "../config/config.ts";
import { loadProject } from "../config/load.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { addressLines } from "./startup/addresses.ts";
import { startApp } from "./startup/deploy-app.ts";
import { Startup } from "./startup/startup.ts";
import { invocationAt } from "./terminal/invocation.ts";
import { addInstanceOptions, examples, type InstanceOptions } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";

export function define(command: Command): void {
  command.description(
    "Starts LocalStack in the background unless one is running, deploys the app, and returns.",
  );
  addInstanceOptions(command);
  examples(command, [
    ["", ""],
    ["--port 4570", "on another port"],
  ]);
  act(command, up);
}

async function up(signal: AbortSignal, options: InstanceOptions): Promise<void> {
  const project = await loadProject(PROJECT_ROOT);
  const { config } = project;
  const startup = Startup.of(config, options, { detached: true, signal });
  let deployment: Deployment;
  try {
    deployment = await startApp(project, startup, options);
  } catch (error) {
    const cause = await startup.cause(error);
    // half an app in the background helps no user
    await startup.stop();
    throw cause;
  }
  const { endpoint, kind, emulator = "LocalStack" } = startup.localStack;
  process.stdout.write(`\n${addressLines(deployment, config)}\n\n`);
  const end = invocationAt("down", endpoint);
  process.stdout.write(
    kind === "running"
      ? `${emulator} was running before; ${end} stops it if up started it.\n`
      : `${emulator} runs in the background; ${end} stops it.\n`,
  );
}
