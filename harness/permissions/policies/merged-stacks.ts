import { HarnessError } from "../../core/errors.ts";
import type { StackPolicies } from "./stack-policies.ts";

/**
 * Several stacks as one, whose roles and resources are named `<stack>/<logical id>`.
 * @throws HarnessError SEVERAL_ACCOUNTS, NO_STACK
 */
export function mergedStacks(stacks: readonly StackPolicies[]): StackPolicies {
  const [first] = stacks;
  if (!first) throw new HarnessError("NO_STACK", "no stack to check: name one that is deployed");
  if (stacks.length === 1) return first;
  const other = stacks.find(({ account }) => account !== first.account);
  if (other)
    throw new HarnessError(
      "SEVERAL_ACCOUNTS",
      `${first.stack} is in account ${first.account}, ${other.stack} in ${other.account}: check the stacks of one account at a time`,
    );
  const apiLoggingRole = stacks.find((stack) => stack.apiLoggingRole !== undefined)?.apiLoggingRole;
  return {
    stack: stacks.map(({ stack }) => stack).join(", "),
    account: first.account,
    region: first.region,
    roles: distinctRoles(stacks),
    resources: stacks.flatMap(({ stack, resources }) =>
      resources.map((resource) => ({ ...resource, logicalId: `${stack}/${resource.logicalId}` })),
    ),
    functions: stacks.flatMap(({ functions }) => functions),
    machines: stacks.flatMap(({ machines }) => machines),
    receivers: stacks.flatMap(({ receivers = [] }) => receivers),
    schedules: stacks.flatMap(({ schedules = [] }) => schedules),
    ...(apiLoggingRole !== undefined && { apiLoggingRole }),
    identities: [...new Set(stacks.flatMap(({ identities }) => identities))],
  };
}

/** A role may be of one stack and in use in another one, which knows it by its name only. */
function distinctRoles(stacks: readonly StackPolicies[]): StackPolicies["roles"] {
  const roles = new Map<string, StackPolicies["roles"][number]>();
  for (const { stack, roles: own } of stacks)
    for (const role of own) {
      const isOwn = role.logicalId !== role.name;
      if (isOwn || !roles.has(role.arn))
        roles.set(role.arn, isOwn ? { ...role, logicalId: `${stack}/${role.logicalId}` } : role);
    }
  return [...roles.values()];
}
