import type { Decision } from "../evaluate.ts";
import { ELEMENTS, grantOf, type PolicyStatement, placeOf, valuesOf } from "../statements.ts";
import { openGrants } from "./open-grants.ts";
import { type Excess, widthOf } from "./overbroad.ts";
import { type Needless, needless } from "./unneeded.ts";

/** What statements grant or refuse without need. */
export async function excessIn(
  statements: readonly PolicyStatement[],
  decisions: readonly Decision[],
  refusals: readonly Decision[],
): Promise<Excess[]> {
  const allowing = statements.filter(({ statement }) => statement.Effect === "Allow");
  const refusing = statements.filter(({ statement }) => statement.Effect === "Deny");
  const open = await openGrants(allowing, decisions);
  const isOpen = (statement: PolicyStatement) => open.some((each) => each.statement === statement);
  const closed = allowing.filter((statement) => !isOpen(statement));
  const needlessParts = [
    ...needless(closed, decisions, ({ allows }) => allows.filter(({ statement }) => !isOpen(statement))),
    ...needless(refusing, refusals, ({ denies }) => denies),
  ];
  const wide = await Promise.all(closed.map((statement) => widthOf(statement, decisions)));
  return [
    ...open,
    ...statements.flatMap((statement) => needlessIn(statement, needlessParts)),
    ...wide.flat(),
  ];
}

/** One for a statement that is not needed at all, else one for each part of it that is not. */
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
  // an unused part is worse than a redundant one
  const beyond = kind === "redundant" ? own.filter((part) => part.kind === "unused") : [];
  return [
    excessOf({ ...first, kind, by }, grantOf(statement)),
    ...beyond.map((part) => excessOf(part, grantOf(statement, part))),
  ];
}

function excessOf({ statement, element, value, kind, by }: Needless, grant: string): Excess {
  const why = kind === "unused" ? "never used" : `already covered by ${by.join(", ")}`;
  const text = `${statement.policy.ownerName}: ${grant} (${placeOf(statement)}): ${why}`;
  return { statement, element, value, kind, text, why };
}
