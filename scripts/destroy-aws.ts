import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";
import { type AwsAccount, accountConfig, checkAccount, settleEnvironment } from "localstack-harness/aws";
import { defineCommand, paint, runCommand, runSteps, type Step } from "localstack-harness/cli";
import { STACK_NAME } from "./app/petcuddleotron.ts";
import { destroy } from "./aws/cdk.ts";
import { confirm } from "./aws/confirm.ts";
import { emptyBucket } from "./aws/emptying.ts";
import { type Inventory, inventoryText, takeInventory } from "./aws/inventory.ts";
import { removeLogGroups, removeLoggingRole } from "./aws/leftovers.ts";
import { StackBusyError } from "./aws/stack-state.ts";
import { accountOption, emulatorOption, regionOption } from "./aws/target.ts";

const command = defineCommand(
  "destroy:aws",
  "Removes the app from an AWS account: shows what would go, asks, empties the buckets, and removes all.",
  ["npm run destroy:aws -- --account 123456789012 --region eu-west-1"],
)
  .addOption(accountOption())
  .addOption(regionOption())
  .option("-y, --yes", "remove without asking")
  .addOption(emulatorOption());

const write = (text: string) => process.stdout.write(`${text}\n`);

await runCommand(
  command,
  async (signal) => {
    const { account, region, endpoint, yes = false } = command.opts<AwsAccount & { yes?: boolean }>();
    const target: AwsAccount = { account, region, ...(endpoint !== undefined && { endpoint }) };
    settleEnvironment(target);
    const client = new CloudFormationClient(accountConfig(target));
    let inventory: Inventory | undefined;
    await runSteps([
      { title: "Check the account", run: async () => `${account}, ${await checkAccount(target)}` },
      {
        title: "Look at the stack",
        run: async () => {
          inventory = await takeInventory(target, client, signal);
          return inventory?.status ?? "there is none";
        },
      },
    ]);
    if (!inventory) {
      write(`\nThere is no stack ${STACK_NAME} in ${account}, ${region}: nothing to remove.`);
      return;
    }
    if (inventory.status.endsWith("_IN_PROGRESS") && inventory.status !== "REVIEW_IN_PROGRESS")
      throw new StackBusyError(inventory.status);
    write(`\nThis would be removed for good:\n${inventoryText(inventory)}\n`);
    await confirm(`Remove it from account ${account}, ${region}?`, {
      yes,
      signal,
    });
    await remove(target, inventory, signal);
    write(
      "\nEverything is removed. CDKToolkit stays, for all that the CDK deploys in this account and Region.",
    );
  },
  { awsAccount: "kept" },
);

/** Nothing of it is undone when it ends early: what is gone is gone, and the next run removes the rest. */
async function remove(target: AwsAccount, inventory: Inventory, signal: AbortSignal): Promise<void> {
  const output = await mkdtemp(join(tmpdir(), "petcuddleotron-aws-"));
  try {
    await runSteps(removal(target, inventory, output, signal));
  } catch (error) {
    const left = "Not everything is removed: npm run destroy:aws removes the rest.";
    process.stderr.write(`${paint("yellow", left, process.stderr)}\n`);
    throw error;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

function removal(target: AwsAccount, inventory: Inventory, output: string, signal: AbortSignal): Step[] {
  const { buckets, logGroups, loggingRole, sender } = inventory;
  return [
    {
      title: "Empty the buckets",
      run: async () => {
        const s3 = new S3Client(accountConfig(target));
        try {
          let objects = 0;
          for (const bucket of buckets.keys()) objects += await emptyBucket(s3, bucket, signal);
          return `${objects} objects`;
        } finally {
          s3.destroy();
        }
      },
    },
    {
      title: "Remove the stack",
      run: async (report) => {
        await destroy(sender ? { sender } : {}, output, { onLine: report, signal });
        return undefined;
      },
    },
    {
      title: "Look for what is left",
      run: async () => {
        const groups = await removeLogGroups(target, logGroups);
        const role = await removeLoggingRole(target, loggingRole);
        return (
          [groups > 0 ? `${groups} log groups are removed` : undefined, role].filter(Boolean).join("; ") ||
          "nothing"
        );
      },
    },
  ];
}
