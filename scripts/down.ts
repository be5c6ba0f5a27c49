import { defineCommand, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { stopInBackground } from "./app/stop.ts";

const command = defineCommand("down", "Ends the LocalStack that npm run up started, with everything in it.", [
  "npm run down",
  "npm run down -- --port 4570",
]).addOption(portOption());

await runCommand(command, async (signal) => {
  const { port } = command.opts<{ port: number }>();
  await runSteps([
    {
      title: "Stop LocalStack",
      run: async () =>
        (await stopInBackground(port, signal)) ? "done" : `no LocalStack runs on port ${port}`,
    },
  ]);
});
