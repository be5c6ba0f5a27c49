import type { RecordedCall } from "../control/call-record.ts";
import { ACCEPTED, type Accepted } from "./accepted.ts";
import { accessesIn } from "./accesses/accesses.ts";
import { Evaluator, type Verdict } from "./evaluate.ts";
import { type Finding, findingsIn } from "./findings.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { withoutTls } from "./refusals.ts";
import { allStatements, type PolicyStatement, policiesOf } from "./statements.ts";

export interface CheckOptions {
  /** ARNs of buckets that must not be reached without TLS. */
  tlsOnly: readonly string[];
  accepted?: readonly Accepted[];
}

/** What is right and wrong with a stack's permissions. */
export interface Checked {
  statements: PolicyStatement[];
  /** Of what was done. */
  verdicts: Verdict[];
  /** Of what must be refused. */
  refusals: Verdict[];
  findings: Finding[];
}

/**
 * Compares what was done in a stack with what its policies allow: every access must be allowed, everything that is
 * allowed must be needed for some access, and what must be refused must be.
 */
export async function checkPermissions(
  calls: readonly RecordedCall[],
  stack: StackPolicies,
  { tlsOnly, accepted = ACCEPTED }: CheckOptions,
): Promise<Checked> {
  const { accesses, unmapped } = await accessesIn(calls, stack);
  const policies = policiesOf(stack);
  const statements = allStatements(policies);
  const evaluator = new Evaluator(stack, policies, statements);
  const judge = (of: typeof accesses) => Promise.all(of.map((access) => evaluator.judge(access)));
  const verdicts = await judge(accesses);
  const refusals = await judge(tlsOnly.flatMap((bucket) => withoutTls(accesses, bucket)));
  const findings = await findingsIn({ stack, policies, statements, verdicts, refusals, unmapped, accepted });
  return { statements, verdicts, refusals, findings };
}
