import { type EndpointOptions, endpointOf } from "../harness/cli/terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "../harness/cli/terminal/command.ts";
import { runSteps } from "../harness/cli/terminal/steps.ts";
import { addressLines } from "./app/addresses.ts";
import { type ContextOptions, contextFrom, recipientsOption, senderOption } from "./app/context.ts";
import { Deployment } from "./app/deployment.ts";
import { requireLocalStack } from "./app/petcuddleotron.ts";

const command = defineCommand(
  "deploy",
  "Deploys the app as it is now into the LocalStack that runs, and publishes the page.",
  [
    "npm run deploy                       what was edited is live afterwards",
    "npm run deploy -- --port 4570        into the LocalStack at another port",
  ],
)
  .addOption(portOption())
  .addOption(endpointOption())
  .addOption(senderOption())
  .addOption(recipientsOption());

await runCommand(command, async (signal) => {
  const options = command.opts<EndpointOptions & ContextOptions>();
  const endpoint = endpointOf(options);
  await requireLocalStack(endpoint, signal);
  const deployment = new Deployment(() => endpoint, contextFrom(options), signal);
  await runSteps(deployment.steps);
  process.stdout.write(`\n${addressLines(deployment.app, endpoint)}\n`);
});
