import type { Accepted } from "./accepted.ts";
import type { AccessReport } from "./accesses/accesses.ts";
import { callerName } from "./accesses/accesses.ts";
import { unmodelledKeys } from "./accesses/request-context.ts";
import type { Verdict } from "./evaluate.ts";
import { type Excess, widthOf } from "./overbroad.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { ELEMENTS, grantOf, type Policy, type PolicyStatement, placeOf, valuesOf } from "./statements.ts";
import { type Needless, needless } from "./unneeded.ts";

/** Something that is wrong with a stack's permissions. */
export interface Finding {
  /**
   * `denied`: was done, and AWS would not allow it. `open`: must be refused, and is not. `unused`, `redundant`, `wide`:
   * granted for nothing, twice, or for more than was used. `unknown`: cannot be judged. `stale`: accepted for nothing.
   */
  kind: "denied" | "open" | "unused" | "redundant" | "wide" | "unknown" | "stale";
  text: string;
}

interface Judged {
  stack: StackPolicies;
  policies: readonly Policy[];
  statements: readonly PolicyStatement[];
  /** Of what was done. */
  verdicts: readonly Verdict[];
  /** Of what must be refused. */
  refusals: readonly Verdict[];
  unmapped: AccessReport["unmapped"];
  accepted: readonly Accepted[];
}

export async function findingsIn(judged: Judged): Promise<Finding[]> {
  const { stack, policies, statements, verdicts, refusals, unmapped, accepted } = judged;
  const excess = await excessIn(statements, verdicts, refusals);
  const left = excess.filter((each) => !accepted.some((one) => isMeant(one, each)));
  const stale = accepted.filter((one) => !excess.some((each) => isMeant(one, each)));
  return [
    ...deniedIn(verdicts, stack),
    ...refusals.flatMap((verdict) => openIn(verdict, stack)),
    ...left.map(({ kind, text }) => ({ kind, text })),
    ...policies.flatMap((policy) =>
      unmodelledKeys(policy.document).map((key): Finding => {
        const text = `${policy.ownerName}: ${policy.name} looks at ${key}, of which nothing is known here`;
        return {
          kind: "unknown",
          text: `${text}: add it to harness/permissions/accesses/request-context.ts`,
        };
      }),
    ),
    ...statements.flatMap(noArnIn),
    ...unmapped.map((text): Finding => ({ kind: "unknown", text })),
    ...stale.map(({ owner, policy, value }): Finding => {
      return { kind: "stale", text: `${owner}: ${value} in ${policy}: there is nothing to accept` };
    }),
  ];
}

/** The evaluator takes a name for the ARN of what has it; IAM refuses a policy with one. */
const noArnIn = (statement: PolicyStatement): Finding[] =>
  valuesOf(statement.statement, "resources")
    .filter((resource) => !/^(arn:|\*)/.test(resource))
    .map((resource) => ({
      kind: "unknown",
      text: `${statement.policy.ownerName}: ${placeOf(statement)} names ${resource}, which is no ARN`,
    }));

const isMeant = (accepted: Accepted, { statement, element, value }: Excess): boolean =>
  accepted.owner === ownerOf(statement) &&
  accepted.policy === statement.policy.name &&
  accepted.element === element &&
  accepted.value === value;

/** The logical id of a statement's owner without the hash that the CDK puts at its end. */
const ownerOf = ({ policy }: PolicyStatement): string =>
  policy.ownerName.replace(/ \(.*$/s, "").replace(/[0-9A-F]{8}$/, "");

function deniedIn(verdicts: readonly Verdict[], stack: StackPolicies): Finding[] {
  const told = new Map<string, { finding: Finding; times: number }>();
  for (const verdict of verdicts.filter(({ result }) => result !== "allowed")) {
    const { access, result, hints } = verdict;
    const what = `${access.action} on ${access.resource}`;
    const by = callerName(access.by, stack);
    const finding: Finding =
      result === "unknown"
        ? { kind: "unknown", text: `${by}: ${what}: ${hints.join("; ")}` }
        : { kind: "denied", text: `${by} may not ${what}: ${reasonsOf(verdict).join("; ")}` };
    const { times } = told.get(finding.text) ?? { times: 0 };
    told.set(finding.text, { finding, times: times + (access.why === "recorded" ? access.times : 0) });
  }
  return [...told.values()].map(({ finding, times }) => ({
    ...finding,
    text: times > 0 ? `${finding.text} (${times === 1 ? "once" : `${times} times`})` : finding.text,
  }));
}

function reasonsOf({ access, result, denies, hints }: Verdict): string[] {
  const refusing = denies.map(
    ({ statement }) => `${placeOf(statement)} of ${statement.policy.ownerName} refuses it`,
  );
  const missing = ["no statement allows it", ...hints];
  const implied = access.why === "recorded" ? [] : [`needed for ${access.why}`];
  return [...(result === "refused" ? refusing : missing), ...implied];
}

function openIn({ access, result, hints }: Verdict, stack: StackPolicies): Finding[] {
  if (result === "refused") return [];
  const what = `${callerName(access.by, stack)}: ${access.action} on ${access.resource}, ${access.why}`;
  if (result === "unknown") return [{ kind: "unknown", text: `${what}: ${hints.join("; ")}` }];
  return [{ kind: "open", text: `${what}: no statement refuses it` }];
}

async function excessIn(
  statements: readonly PolicyStatement[],
  verdicts: readonly Verdict[],
  refusals: readonly Verdict[],
): Promise<Excess[]> {
  const allowing = statements.filter(({ statement }) => statement.Effect === "Allow");
  const refusing = statements.filter(({ statement }) => statement.Effect === "Deny");
  const needlessParts = [
    ...needless(allowing, verdicts, ({ allows }) => allows),
    ...needless(refusing, refusals, ({ denies }) => denies),
  ];
  const wide = await Promise.all(allowing.map((statement) => widthOf(statement, verdicts)));
  return [...statements.flatMap((statement) => needlessIn(statement, needlessParts)), ...wide.flat()];
}

/** One for a statement of which nothing is needed, else one for each part of it that is not. */
function needlessIn(statement: PolicyStatement, parts: readonly Needless[]): Excess[] {
  const own = parts.filter((part) => part.statement === statement);
  const whole = ELEMENTS.some((element) => {
    const values = valuesOf(statement.statement, element);
    return values.length > 0 && own.filter((part) => part.element === element).length === values.length;
  });
  const [first] = own;
  if (!whole || !first) return own.map((part) => excessOf(part, grantOf(statement, part)));
  const by = [...new Set(own.flatMap((part) => part.by))];
  const kind = own.some((part) => part.kind === "redundant") ? "redundant" : "unused";
  // what it allows besides is worse than that it allows something twice
  const beyond = kind === "redundant" ? own.filter((part) => part.kind === "unused") : [];
  return [
    excessOf({ ...first, kind, by }, grantOf(statement)),
    ...beyond.map((part) => excessOf(part, grantOf(statement, part))),
  ];
}

function excessOf({ statement, element, value, kind, by }: Needless, grant: string): Excess {
  const why = kind === "unused" ? "never used" : `already covered by ${by.join(", ")}`;
  return {
    statement,
    element,
    value,
    kind,
    text: `${statement.policy.ownerName}: ${grant} (${placeOf(statement)}): ${why}`,
  };
}
