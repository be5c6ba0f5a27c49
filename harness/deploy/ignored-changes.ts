import type { StackEvent } from "@aws-sdk/client-cloudformation";
import type { DeployedStack } from "./deploy-stack.ts";

/** The prefix of the plugin's reason for a resource that LocalStack reports as updated but did not change. */
const NOT_APPLIED = "LocalStack does not apply changes of";

/** The changes that LocalStack ignored, as messages, such as `AWS::S3::Bucket Pictures: LocalStack does not …`. */
export const ignoredChanges = (events: readonly StackEvent[]): string[] =>
  events
    .filter(({ ResourceStatusReason = "" }) => ResourceStatusReason.startsWith(NOT_APPLIED))
    .map(
      ({ ResourceType, LogicalResourceId, ResourceStatusReason }) =>
        `${ResourceType} ${LogicalResourceId}: ${ResourceStatusReason}`,
    );

/** The warning after a deployment; `undefined` if LocalStack made all changes. */
export function ignoredChangesText(
  stacks: readonly Pick<DeployedStack, "id" | "ignored">[],
): string | undefined {
  const lines = stacks.flatMap(({ id, ignored }) => ignored.map((change) => `  ${id}: ${change}`));
  if (lines.length === 0) return undefined;
  return `LocalStack did not update these resources. To see the changes, deploy to a new LocalStack:\n${lines.join("\n")}`;
}

/** The note after a deployment on resources that LocalStack only records; `undefined` if there are none. */
export function withoutEffectText(resources: readonly string[]): string | undefined {
  if (resources.length === 0) return undefined;
  return `LocalStack only records these resources:\n${resources.map((each) => `  ${each}`).join("\n")}`;
}
