import { type PolicyDocument, type Statement, statementsOf } from "./policies/policy-document.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { type Policy, policiesOf } from "./statements.ts";

/** A stack whose policies differ in one statement. */
export interface Mutant {
  name: string;
  policies: StackPolicies;
  /** Whose policy it is, as the report names it. */
  owner: string;
  statement: Statement;
}

/** One for each statement: without it. */
export const removals = (stack: StackPolicies): Mutant[] =>
  policiesOf(stack).flatMap((policy, at) =>
    statementsOf(policy.document).map((statement, index): Mutant => {
      const rest = statementsOf(policy.document).toSpliced(index, 1);
      return { ...mutantOf(stack, at, rest), name: nameOf(policy, statement), statement };
    }),
  );

/** Each policy with one statement more. */
export const additions = (stack: StackPolicies, kind: Policy["kind"], statement: Statement): Mutant[] =>
  policiesOf(stack).flatMap((policy, at): Mutant[] => {
    if (policy.kind !== kind) return [];
    const more = [...statementsOf(policy.document), statement];
    return [{ ...mutantOf(stack, at, more), name: nameOf(policy, statement), statement }];
  });

/** One for each statement: the policy has it twice. */
export const repetitions = (stack: StackPolicies): Mutant[] =>
  policiesOf(stack).flatMap((policy, at) =>
    statementsOf(policy.document).map((statement): Mutant => {
      const more = [...statementsOf(policy.document), structuredClone(statement)];
      return { ...mutantOf(stack, at, more), name: nameOf(policy, statement), statement };
    }),
  );

/** @param at of the policy among all of the stack's */
function mutantOf(
  stack: StackPolicies,
  at: number,
  Statement: Statement[],
): Pick<Mutant, "policies" | "owner"> {
  const policies = structuredClone(stack);
  const policy = policiesOf(policies)[at];
  if (!policy) throw new RangeError(`there is no policy ${at}`);
  Object.assign(policy.document, { Statement } satisfies PolicyDocument);
  return { policies, owner: policy.ownerName };
}

const nameOf = ({ ownerName, name }: Policy, { Effect, Action, NotAction }: Statement): string =>
  `${ownerName.replace(/ .*/s, "")}, ${name}: ${Effect} ${Action ?? `all but ${NotAction}`}`;
