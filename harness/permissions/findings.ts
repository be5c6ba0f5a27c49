import type { AccessReport } from "./accesses/accesses.ts";
import { callerName } from "./accesses/accesses.ts";
import { unmodelledKeys } from "./accesses/request-context.ts";
import type { Decision } from "./evaluate.ts";
import { type AcceptedGrant, isAccepted } from "./grants/accepted-grant.ts";
import { excessIn } from "./grants/excess.ts";
import { type Line, oneEach } from "./grouped-lines.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { type Policy, type PolicyStatement, placeOf, valuesOf } from "./statements.ts";

/** One fault in the permissions of stacks. */
export interface Finding {
  /**
   * `denied`: was done, and AWS would not allow it. `open`: is allowed to anyone, or without TLS, and must not be.
   * `unused`, `redundant`, `wide`: granted without need, twice, or for more than was used. `unknown`: cannot be decided.
   * `stale`: an accepted grant that does not exist.
   */
  kind: "denied" | "open" | "unused" | "redundant" | "wide" | "unknown" | "stale";
  text: string;
}

interface Decided {
  stack: StackPolicies;
  policies: readonly Policy[];
  statements: readonly PolicyStatement[];
  /** About what was done. */
  decisions: readonly Decision[];
  /** About what must be refused. */
  refusals: readonly Decision[];
  unmapped: AccessReport["unmapped"];
  accepted: readonly AcceptedGrant[];
}

export async function findingsIn(decided: Decided): Promise<Finding[]> {
  const { stack, policies, statements, decisions, refusals, unmapped, accepted } = decided;
  const excess = await excessIn(statements, decisions, refusals);
  const left = excess.filter((each) => !accepted.some((one) => isAccepted(each, one)));
  const stale = accepted.filter((one) => !excess.some((each) => isAccepted(each, one)));
  return [
    ...oneEach(decisions.filter(({ result }) => result !== "allowed").map((each) => deniedLine(each, stack))),
    ...oneEach(refusals.flatMap((each) => withoutTlsLine(each, stack))),
    ...left.map(({ kind, text }) => ({ kind, text })),
    ...policies.flatMap(unmodelledIn),
    ...statements.flatMap(noArnIn),
    ...unmapped.map((text): Finding => ({ kind: "unknown", text })),
    ...stale.map(({ owner, policy, value }): Finding => {
      return { kind: "stale", text: `${owner}: ${value} in ${policy}: there is nothing to accept` };
    }),
  ];
}

function unmodelledIn({ document, ownerName, name }: Policy): Finding[] {
  return unmodelledKeys(document).map((key) => ({
    kind: "unknown",
    text: `${ownerName}: ${name} has a condition on ${key}, which this check does not know`,
  }));
}

/** The evaluator accepts a name in place of an ARN; IAM refuses such a policy. */
const noArnIn = (statement: PolicyStatement): Finding[] =>
  valuesOf(statement.statement, "resources")
    .filter((resource) => !/^(arn:|\*)/.test(resource))
    .map((resource) => ({
      kind: "unknown",
      text: `${statement.policy.ownerName}: ${placeOf(statement)} names ${resource}, which is not an ARN`,
    }));

function deniedLine(decision: Decision, stack: StackPolicies): Line {
  const { access, result, hints } = decision;
  const { action, resource, times, why } = access;
  const by = callerName(access.by, stack);
  return {
    ...(result === "unknown"
      ? { kind: "unknown", before: `${by}: ${action} on `, after: `: ${hints.join("; ")}` }
      : {
          kind: "denied",
          before: `${by} may not ${action} on `,
          after: `: ${reasonsOf(decision).join("; ")}`,
        }),
    resource,
    times: why === "recorded" ? times : 0,
  };
}

function reasonsOf({ access, result, denies, hints }: Decision): string[] {
  const refusing = denies.map(
    ({ statement }) => `${placeOf(statement)} of ${statement.policy.ownerName} refuses it`,
  );
  const missing = ["no statement allows it", ...hints];
  const implied = access.why === "recorded" ? [] : [`needed for ${access.why}`];
  return [...(result === "refused" ? refusing : missing), ...implied];
}

function withoutTlsLine({ access, result, hints }: Decision, stack: StackPolicies): Line[] {
  if (result === "refused") return [];
  const before = `${callerName(access.by, stack)}: ${access.action} on `;
  const after = `, ${access.why}: ${result === "unknown" ? hints.join("; ") : "no statement refuses it"}`;
  const kind = result === "unknown" ? "unknown" : "open";
  return [{ kind, before, resource: access.resource, after, times: 0 }];
}
