import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  type Stack,
  type StackResource,
} from "@aws-sdk/client-cloudformation";
import { S3Client } from "@aws-sdk/client-s3";
import { paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { type AwsAccount, accountConfig, describeStack, outputsOf } from "localstack-harness/aws";
import { STACK_NAME } from "../app/petcuddleotron.ts";
import { countObjects } from "./emptying.ts";

/** What would go with the stack. */
export interface Inventory {
  status: string;
  resources: number;
  /** Objects in each bucket, by the bucket's name. */
  buckets: Map<string, number>;
  /** Reminders that have not been sent yet. */
  waiting: number;
  logGroups: string[];
  /** The role that API Gateway logs under, which CloudFormation leaves behind. */
  loggingRole: string | undefined;
  sender: string | undefined;
}

/** What the stack holds; `undefined` where there is none. */
export async function takeInventory(
  target: AwsAccount,
  client: CloudFormationClient,
  signal: AbortSignal,
): Promise<Inventory | undefined> {
  const stack = await describeStack(client, STACK_NAME);
  if (!stack) return undefined;
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: STACK_NAME }),
  );
  // what is gone already has no name any more that could be asked for
  const there = StackResources.filter(({ ResourceStatus }) => !ResourceStatus?.startsWith("DELETE_COMPLETE"));
  const names = (type: string, of = there) =>
    of.filter(({ ResourceType }) => ResourceType === type).map(physicalId);
  return {
    status: stack.StackStatus ?? "",
    resources: there.length,
    buckets: await countAll(target, names("AWS::S3::Bucket"), signal),
    waiting: await countWaiting(target, names("AWS::StepFunctions::StateMachine")[0], signal),
    logGroups: names("AWS::Logs::LogGroup"),
    loggingRole: names("AWS::IAM::Role").find((role) => /CloudWatchRole/.test(role)),
    sender: senderOf(stack),
  };
}

const physicalId = ({ PhysicalResourceId = "" }: StackResource): string => PhysicalResourceId;
const senderOf = (stack: Stack): string | undefined => outputsOf(stack).Sender;

async function countAll(
  target: AwsAccount,
  buckets: string[],
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const s3 = new S3Client(accountConfig(target));
  try {
    const counts = buckets
      .filter(Boolean)
      .map(async (bucket) => [bucket, await countObjects(s3, bucket, signal)] as const);
    return new Map(await Promise.all(counts));
  } finally {
    s3.destroy();
  }
}

async function countWaiting(
  target: AwsAccount,
  machine: string | undefined,
  signal: AbortSignal,
): Promise<number> {
  if (!machine) return 0;
  const client = new SFNClient(accountConfig(target));
  let waiting = 0;
  try {
    const running = { stateMachineArn: machine, statusFilter: "RUNNING" as const };
    for await (const page of paginateListExecutions({ client }, running, { abortSignal: signal })) {
      waiting += page.executions?.length ?? 0;
    }
    return waiting;
  } finally {
    client.destroy();
  }
}

/** What the user should know before confirming. */
export function inventoryText({ resources, buckets, waiting, sender }: Inventory): string {
  const lines = [`  ${resources} resources of the stack ${STACK_NAME}`];
  for (const [bucket, objects] of buckets) {
    lines.push(
      `  the bucket ${bucket} and all that is in it: ${objects} ${objects === 1 ? "object" : "objects"}`,
    );
  }
  if (waiting > 0)
    lines.push(`  ${waiting} ${waiting === 1 ? "reminder" : "reminders"} that will never be sent`);
  if (sender) lines.push(`  the right to send as ${sender}, where this stack brought it`);
  return lines.join("\n");
}
