import type { RecordedCall } from "../control/call-record.ts";
import type { AcceptedGrant } from "./accepted-grant.ts";
import { accessesIn } from "./accesses/accesses.ts";
import { type Decision, Evaluator } from "./evaluate.ts";
import { type Finding, findingsIn } from "./findings.ts";
import { mergedStacks } from "./policies/merged-stacks.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { withoutTls } from "./refusals.ts";
import { allStatements, type PolicyStatement, policiesOf } from "./statements.ts";

export interface CheckOptions {
  /** ARNs of buckets that must not be reached without TLS. Default: none. */
  tlsOnly?: readonly string[] | undefined;
  /** Grants for more than was used that are no findings. Default: none. */
  accepted?: readonly AcceptedGrant[] | undefined;
}

/** The permissions of stacks, compared with what was done. */
export interface Checked {
  /** Of all stacks. */
  policies: StackPolicies;
  statements: PolicyStatement[];
  /** About what was done. */
  decisions: Decision[];
  /** About what must be refused. */
  refusals: Decision[];
  findings: Finding[];
}

/**
 * Compares what was done in stacks with what their policies allow: every access must be allowed, every grant must be needed
 * for some access, and what must be refused must be.
 * @throws HarnessError MISSING_PEER without the packages that evaluate policies; NO_STACK, SEVERAL_ACCOUNTS
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
