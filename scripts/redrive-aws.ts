import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import {
  type AwsAccount,
  accountConfig,
  checkAccount,
  describeStack,
  outputsOf,
  settleEnvironment,
} from "localstack-harness/aws";
import { defineCommand, runCommand } from "localstack-harness/cli";
import { type App, appFrom, STACK_NAME } from "./app/petcuddleotron.ts";
import { accountOption, emulatorOption, regionOption } from "./aws/target.ts";
import { Redrive } from "./redrive/redrive.ts";
import { type RedriveWishes, redriveAll, redriveOptions } from "./redrive/redrive-all.ts";

/** There is no stack to redrive. */
class NotDeployedError extends Error {
  override readonly name = "NotDeployedError";
}

const command = redriveOptions(
  defineCommand(
    "redrive:aws",
    "Sends the reminders that could not be sent by the app in an AWS account, each once, however often this runs.",
    ["npm run redrive:aws -- --account 123456789012 --region eu-west-1 --list"],
  ),
)
  .addOption(accountOption())
  .addOption(regionOption())
  .addOption(emulatorOption());

await runCommand(
  command,
  async (signal) => {
    const { account, region, endpoint, ...wishes } = command.opts<AwsAccount & RedriveWishes>();
    const target: AwsAccount = { account, region, ...(endpoint !== undefined && { endpoint }) };
    settleEnvironment(target);
    await checkAccount(target);
    const { stateMachineArn, storageBucket } = await deployedApp(target);
    using redrive = new Redrive({ config: accountConfig(target), stateMachineArn, storageBucket });
    await redriveAll(redrive, wishes, signal);
  },
  { awsAccount: "kept" },
);

async function deployedApp(target: AwsAccount): Promise<App> {
  const client = new CloudFormationClient(accountConfig(target));
  try {
    const stack = await describeStack(client, STACK_NAME);
    if (!stack) throw new NotDeployedError(`no stack ${STACK_NAME} in ${target.account}, ${target.region}`);
    return appFrom(outputsOf(stack));
  } finally {
    client.destroy();
  }
}
