import type { Command } from "commander";
import { loadProject } from "../config/load.ts";
import { PROJECT_ROOT } from "../localstack/paths.ts";
import { DEFAULT_PORT } from "../localstack/port.ts";
import { stopInBackground } from "./startup/stop-background.ts";
import { examples, portOption } from "./terminal/options.ts";
import { act } from "./terminal/program.ts";
import { runSteps } from "./terminal/steps.ts";

export function define(command: Command): void {
  command.description("Stops the LocalStack that up started, with everything in it.").addOption(portOption());
  examples(command, [
    ["", ""],
    ["--port 4570", "the one on another port"],
  ]);
  act(command, down);
}

async function down(signal: AbortSignal, options: { port?: number }): Promise<void> {
  const { config } = await loadProject(PROJECT_ROOT);
  const port = options.port ?? config.port ?? DEFAULT_PORT;
  await runSteps([
    {
      title: "Stop LocalStack",
      run: async () =>
        (await stopInBackground(port, signal)) ? "done" : `no LocalStack is running on port ${port}`,
    },
  ]);
}
