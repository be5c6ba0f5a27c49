import { addressLines } from "./app/addresses.ts";
import { type ContextOptions, contextFrom, recipientsOption, senderOption } from "./app/context.ts";
import { Deployment } from "./app/deployment.ts";
import { requireLocalStack } from "./app/petcuddleotron.ts";
import { type EndpointOptions, endpointOf } from "./terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "./terminal/command.ts";
import { runSteps } from "./terminal/steps.ts";

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
