import type { Match, Verdict } from "./evaluate.ts";
import { ELEMENTS, type Element, type PolicyStatement, placeOf, valuesOf } from "./statements.ts";

/** What of a statement was of no use. */
export interface Needless {
  statement: PolicyStatement;
  element: Element;
  /** As the statement names it. */
  value: string;
  /** `unused`: nothing that happened fits it. `redundant`: what fits it is covered without it, by these. */
  kind: "unused" | "redundant";
  by: string[];
}

/**
 * What of the statements could be left out without a difference. A part is needed where there is an access that fits
 * nothing else: so a statement that was added beside another one that covers the same is found, and so is the other one.
 * @param matchesOf the statements that decide about an access: those that allow it, or those that refuse it
 */
export function needless(
  statements: readonly PolicyStatement[],
  verdicts: readonly Verdict[],
  matchesOf: (verdict: Verdict) => readonly Match[],
): Needless[] {
  return statements.flatMap((statement) => {
    const fitting = verdicts
      .map(matchesOf)
      .filter((matches) => matches.some((match) => match.statement === statement));
    return ELEMENTS.flatMap((element) =>
      valuesOf(statement.statement, element).flatMap((value) => {
        const found = judge(statement, element, value, fitting);
        return found ? [found] : [];
      }),
    );
  });
}

function judge(
  statement: PolicyStatement,
  element: Element,
  value: string,
  fitting: readonly (readonly Match[])[],
): Needless | undefined {
  const isThis = (match: Match) => match.statement === statement && match[element].includes(value);
  const with_ = fitting.filter((matches) => matches.some(isThis));
  const part = { statement, element, value };
  if (with_.length === 0) return { ...part, kind: "unused", by: [] };
  // the statement may name it twice, in other words: `s3:GetObject` and `s3:Get*`
  const isNeeded = with_.some((matches) =>
    matches.every((match) => isThis(match) && new Set(match[element]).size === 1),
  );
  if (isNeeded && valuesOf(statement.statement, element).filter((each) => each === value).length === 1)
    return undefined;
  return { ...part, kind: "redundant", by: [...new Set(with_.flatMap((matches) => others(matches, part)))] };
}

function others(
  matches: readonly Match[],
  { statement, element, value }: Omit<Needless, "kind" | "by">,
): string[] {
  return matches.flatMap((match) => {
    if (match.statement !== statement)
      return [`${placeOf(match.statement)} of ${match.statement.policy.ownerName}`];
    return match[element].filter((each) => each !== value).map((each) => `${each} beside it`);
  });
}
