import type { RecordedCall } from "../control/call-record.ts";
import { accessesIn } from "./accesses/accesses.ts";
import { type Decision, Evaluator } from "./evaluate.ts";
import { type Finding, findingsIn } from "./findings.ts";
import type { AcceptedGrant } from "./grants/accepted-grant.ts";
import { mergedStacks } from "./policies/merged-stacks.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { withoutTls } from "./refusals.ts";
import { allStatements, type PolicyStatement, policiesOf } from "./statements.ts";

/** What {@link checkPermissions} accepts. */
export interface CheckOptions {
  /** ARNs of buckets that must refuse access without TLS. Default: none. */
  tlsOnly?: readonly string[] | undefined;
  /** Grants for more than was used that are no findings. Default: none. */
  accepted?: readonly AcceptedGrant[] | undefined;
}

/** The result of {@link checkPermissions}. */
export interface Checked {
  /** Of all stacks. */
  policies: StackPolicies;
  statements: PolicyStatement[];
  /** One for each access that was made. */
  decisions: Decision[];
  /** One for each access that must be refused. */
  refusals: Decision[];
  findings: Finding[];
}

/**
 * Compares the calls that stacks made with their policies: every access must be allowed, every grant must be needed for
 * some access, and access that must be refused must be refused.
 * @throws HarnessError PEER_MISSING without the packages that evaluate policies; NO_STACK, SEVERAL_ACCOUNTS
 */
export async function checkPermissions(
  calls: readonly RecordedCall[],
  stacks: readonly StackPolicies[],
  { tlsOnly = [], accepted = [] }: CheckOptions = {},
): Promise<Checked> {
  const stack = mergedStacks(stacks);
  const { accesses, unmapped } = await accessesIn(calls, stack, stacks);
  const policies = policiesOf(stack);
  const statements = allStatements(policies);
  const evaluator = new Evaluator(stack, policies, statements);
  const decide = (of: typeof accesses) => Promise.all(of.map((access) => evaluator.decide(access)));
  const decisions = await decide(accesses);
  const refusals = await decide(tlsOnly.flatMap((bucket) => withoutTls(accesses, bucket)));
  const findings = await findingsIn({
    stack,
    policies,
    statements,
    decisions,
    refusals,
    unmapped,
    accepted,
  });
  return { policies: stack, statements, decisions, refusals, findings };
}
