import type { StackEvent } from "@aws-sdk/client-cloudformation";
import type { DeployedStack } from "./deploy-stack.ts";

/** How the plugin begins the reason of a resource that LocalStack reports as updated and left as it was. */
const NOT_APPLIED = "LocalStack does not apply changes of";

/** The changes that LocalStack ignored, in words, such as `AWS::S3::Bucket Pictures: LocalStack does not …`. */
export const ignoredChanges = (events: readonly StackEvent[]): string[] =>
  events
    .filter(({ ResourceStatusReason = "" }) => ResourceStatusReason.startsWith(NOT_APPLIED))
    .map(
      ({ ResourceType, LogicalResourceId, ResourceStatusReason }) =>
        `${ResourceType} ${LogicalResourceId}: ${ResourceStatusReason}`,
    );

/** What to show of them after a deployment; `undefined` where LocalStack made all changes. */
export function ignoredChangesText(
  stacks: readonly Pick<DeployedStack, "id" | "ignored">[],
): string | undefined {
  const lines = stacks.flatMap(({ id, ignored }) => ignored.map((change) => `  ${id}: ${change}`));
  if (lines.length === 0) return undefined;
  return `LocalStack left these resources as they were; a deployment to a new LocalStack has the changes:\n${lines.join("\n")}`;
}
