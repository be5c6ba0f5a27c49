import { clientConfig } from "localstack-harness";
import {
  defineCommand,
  type EndpointOptions,
  endpointOf,
  endpointOption,
  portOption,
  runCommand,
} from "localstack-harness/cli";
import { deployedApp } from "./app/petcuddleotron.ts";
import { Redrive } from "./redrive/redrive.ts";
import { type RedriveWishes, redriveAll, redriveOptions } from "./redrive/redrive-all.ts";

const command = redriveOptions(
  defineCommand(
    "redrive",
    "Sends the reminders that could not be sent: replays each recorded failure, once, however often this runs.",
    [
      "npm run redrive                    all of them",
      "npm run redrive -- --list          shows them and does nothing",
      "npm run redrive -- --id 0f8fad5b-d9cb-469f-a165-70867728950e",
    ],
  ),
)
  .addOption(portOption())
  .addOption(endpointOption());

await runCommand(command, async (signal) => {
  const options = command.opts<EndpointOptions & RedriveWishes>();
  const endpoint = endpointOf(options);
  const { stateMachineArn, storageBucket } = await deployedApp(endpoint, signal);
  using redrive = new Redrive({ config: clientConfig(endpoint), stateMachineArn, storageBucket });
  await redriveAll(redrive, options, signal);
});
