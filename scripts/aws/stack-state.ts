import type { CloudFormationClient, Stack } from "@aws-sdk/client-cloudformation";
import { describeStack } from "localstack-harness/aws";
import { STACK_NAME } from "../app/petcuddleotron.ts";

/** CloudFormation is at work on the stack. */
export class StackBusyError extends Error {
  override readonly name = "StackBusyError";

  constructor(status: string) {
    super(
      `the stack is in ${status}: another deployment is at work, or one that was interrupted continues; wait until it has ended, and try again`,
    );
  }
}

/** The stack is in a state from which CloudFormation does not update it. */
export class StackBrokenError extends Error {
  override readonly name = "StackBrokenError";

  constructor(status: string, remedy: string) {
    super(`the stack is in ${status}: ${remedy}`);
  }
}

const REMOVE =
  "its creation failed and nothing of it works; remove it with npm run destroy:aws, then deploy again";
const REMEDIES: Record<string, string> = {
  CREATE_FAILED: REMOVE,
  ROLLBACK_COMPLETE: REMOVE,
  ROLLBACK_FAILED: REMOVE,
  DELETE_FAILED: "its removal failed halfway; finish it with npm run destroy:aws",
  UPDATE_ROLLBACK_FAILED:
    "an update and its undoing failed; CloudFormation's console shows why, and continues with “Continue update rollback”",
};

/**
 * The deployed stack, `undefined` where there is none. One that was only made for a change set counts as none.
 * @throws StackBusyError, StackBrokenError
 */
export async function deployableStack(client: CloudFormationClient): Promise<Stack | undefined> {
  const stack = await describeStack(client, STACK_NAME);
  const status = stack?.StackStatus ?? "";
  if (status === "REVIEW_IN_PROGRESS") return undefined;
  if (status.endsWith("_IN_PROGRESS")) throw new StackBusyError(status);
  const remedy = REMEDIES[status];
  if (remedy) throw new StackBrokenError(status, remedy);
  return stack;
}
