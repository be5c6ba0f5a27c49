import type { Element, PolicyStatement } from "../statements.ts";
import type { Excess } from "./overbroad.ts";

/** A grant of more than the recorded calls used, which the stack needs. */
export interface AcceptedGrant {
  /** Required only if several stacks have an owner of this name. */
  stack?: string | undefined;
  /** The owner's logical id in the stack, without the hash at its end. */
  owner: string;
  /** Name of the policy, or ARN of a managed one. */
  policy: string;
  /** Which of the policy's elements has the value. */
  element: Element;
  value: string;
  reason: string;
}

/** Whether a grant is accepted by this setting. */
export function isAccepted({ statement, element, value }: Excess, accepted: AcceptedGrant): boolean {
  const { stack, owner } = ownerOf(statement);
  return (
    accepted.owner === owner &&
    (accepted.stack === undefined || accepted.stack === stack) &&
    accepted.policy === statement.policy.name &&
    accepted.element === element &&
    accepted.value === value
  );
}

/** The stack and the logical id of a statement's owner, without the hash that the CDK puts at its end. */
function ownerOf({ policy }: PolicyStatement): { stack: string | undefined; owner: string } {
  const [, stack, owner = ""] = /^(?:([^/ ]+)\/)?(\S+)/.exec(policy.ownerName) ?? [];
  return { stack, owner: owner.replace(/[0-9A-F]{8}$/, "") };
}
