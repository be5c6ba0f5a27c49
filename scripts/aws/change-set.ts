import {
  type Change,
  ChangeSetNotFoundException,
  type CloudFormationClient,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  type DescribeChangeSetCommandOutput,
  type ResourceChange,
} from "@aws-sdk/client-cloudformation";
import { describeStack } from "localstack-harness/aws";
import { paint } from "localstack-harness/cli";
import { STACK_NAME } from "../app/petcuddleotron.ts";

/** CloudFormation did not accept what should be deployed. */
export class ChangeSetRefusedError extends Error {
  override readonly name = "ChangeSetRefusedError";

  constructor(status: string, reason: string) {
    super(
      `CloudFormation refuses the change set (${status}): ${reason || "it gives no reason"}; nothing was changed`,
    );
  }
}

/**
 * What the change set would do, in CloudFormation's order. Empty: nothing differs from what is deployed, in which case
 * the CDK has not kept a change set, or CloudFormation has failed it.
 * @throws ChangeSetRefusedError
 */
export async function changesOf(client: CloudFormationClient, changeSet: string): Promise<Change[]> {
  const changes: Change[] = [];
  let NextToken: string | undefined;
  do {
    const page = await describe(client, changeSet, NextToken);
    if (!page) return [];
    // for CloudFormation "nothing to do" is a failure, without a separate code
    if (page.Status === "FAILED" && /didn.t contain changes|no updates/i.test(page.StatusReason ?? ""))
      return [];
    if (page.Status !== "CREATE_COMPLETE")
      throw new ChangeSetRefusedError(page.Status ?? "no status", page.StatusReason ?? "");
    changes.push(...(page.Changes ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return changes;
}

async function describe(
  client: CloudFormationClient,
  changeSet: string,
  NextToken: string | undefined,
): Promise<DescribeChangeSetCommandOutput | undefined> {
  try {
    return await client.send(
      new DescribeChangeSetCommand({ StackName: STACK_NAME, ChangeSetName: changeSet, NextToken }),
    );
  } catch (error) {
    if (error instanceof ChangeSetNotFoundException) return undefined;
    throw error;
  }
}

/**
 * Removes a change set that will not be executed, and the empty stack that CloudFormation made for it.
 * Does nothing where there is none.
 */
export async function discardChangeSet(client: CloudFormationClient, changeSet: string): Promise<void> {
  try {
    await client.send(new DeleteChangeSetCommand({ StackName: STACK_NAME, ChangeSetName: changeSet }));
  } catch (error) {
    if (!(error instanceof ChangeSetNotFoundException) && !/does not exist/.test(String(error))) throw error;
  }
  const stack = await describeStack(client, STACK_NAME);
  if (stack?.StackStatus === "REVIEW_IN_PROGRESS")
    await client.send(new DeleteStackCommand({ StackName: STACK_NAME }));
}

/**
 * What is new counted by type (`+ 7 AWS::Lambda::Function`), what is changed or removed one a line. What is replaced
 * says so: it loses what it holds.
 */
export function showChanges(changes: readonly Change[], out: NodeJS.WritableStream = process.stdout): string {
  const resources = changes.flatMap(({ ResourceChange }) => ResourceChange ?? []);
  const added = Map.groupBy(
    resources.filter(({ Action }) => Action === "Add"),
    ({ ResourceType }) => ResourceType ?? "",
  );
  const lines = [...added]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([type, each]) => paint("green", `+ ${each.length} ${type}`, out));
  for (const resource of resources) if (resource.Action !== "Add") lines.push(changeLine(resource, out));
  const count = (action: string) => resources.filter(({ Action }) => Action === action).length;
  return `${lines.map((line) => `  ${line}\n`).join("")}${count("Add")} to add, ${count("Modify")} to change, ${count("Remove")} to remove`;
}

function changeLine(resource: ResourceChange, out: NodeJS.WritableStream): string {
  const { Action, ResourceType, LogicalResourceId, Replacement } = resource;
  const removed = Action === "Remove";
  const replaced = { True: " (replaced)", Conditional: " (perhaps replaced)", False: "" }[
    Replacement ?? "False"
  ];
  const line = `${removed ? "-" : "~"} ${ResourceType} ${LogicalResourceId}${replaced}`;
  return paint(removed ? "red" : "yellow", line, out);
}
