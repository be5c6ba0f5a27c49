import type { Decision, Match } from "../evaluate.ts";
import { ELEMENTS, type Element, type PolicyStatement, placeOf, valuesOf } from "../statements.ts";

/** A part of a statement that was not needed. */
export interface Needless {
  statement: PolicyStatement;
  element: Element;
  /** As the statement names it. */
  value: string;
  /** `unused`: it applies to no access. `redundant`: others, `by`, cover every access that it applies to. */
  kind: "unused" | "redundant";
  by: string[];
}

/**
 * The parts of statements that can be removed without an effect on any access. Two statements that cover the same are
 * both returned.
 * @param matchesOf the statements that decide about an access: those that allow it, or those that refuse it
 */
export function needless(
  statements: readonly PolicyStatement[],
  decisions: readonly Decision[],
  matchesOf: (decision: Decision) => readonly Match[],
): Needless[] {
  return statements.flatMap((statement) => {
    const fitting = decisions
      .map(matchesOf)
      .filter((matches) => matches.some((match) => match.statement === statement));
    return ELEMENTS.flatMap((element) =>
      valuesOf(statement.statement, element).flatMap((value) => {
        const found = needlessPart(statement, element, value, fitting);
        return found ? [found] : [];
      }),
    );
  });
}

function needlessPart(
  statement: PolicyStatement,
  element: Element,
  value: string,
  fitting: readonly (readonly Match[])[],
): Needless | undefined {
  const isThis = (match: Match) => match.statement === statement && match[element].includes(value);
  const with_ = fitting.filter((matches) => matches.some(isThis));
  const part = { statement, element, value };
  if (with_.length === 0) return { ...part, kind: "unused", by: [] };
  // the statement may cover it twice: by `s3:GetObject` and by `s3:Get*`
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
    return match[element].filter((each) => each !== value).map((each) => `${each} next to it`);
  });
}
