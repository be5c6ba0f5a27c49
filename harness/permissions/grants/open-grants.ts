import type { Decision } from "../evaluate.ts";
import { conditionKeys, listed, type Statement } from "../policies/policy-document.ts";
import { ELEMENTS, grantOf, type PolicyStatement, placeOf, valuesOf } from "../statements.ts";
import { type Excess, widthOf } from "./overbroad.ts";
import { needless } from "./unneeded.ts";

/**
 * Statements that allow access without credentials, which no recorded visitor needed. Other statements that they cover
 * are not reported as redundant.
 */
export async function openGrants(
  statements: readonly PolicyStatement[],
  decisions: readonly Decision[],
): Promise<Excess[]> {
  const visits = decisions.filter(({ access }) => access.by.kind === "anyone");
  const found = await Promise.all(
    statements.filter(({ statement }) => isOpen(statement)).map((open) => beyondVisits(open, visits)),
  );
  return found.flat();
}

async function beyondVisits(open: PolicyStatement, visits: readonly Decision[]): Promise<Excess[]> {
  const unused = needless([open], visits, ({ allows }) => allows).filter(({ kind }) => kind === "unused");
  const [first] = unused;
  const isWhole = ELEMENTS.some((element) => {
    const values = valuesOf(open.statement, element);
    return values.length > 0 && unused.filter((part) => part.element === element).length === values.length;
  });
  const parts = isWhole && first ? [first] : unused;
  const wide = isWhole ? [] : await widthOf(open, visits);
  return [
    ...parts.map((part) =>
      excessOf(open, part, grantOf(open, isWhole ? undefined : part), "no visitor needed it"),
    ),
    ...wide.map((part) => excessOf(open, part, grantOf(open), part.why)),
  ];
}

function excessOf(
  statement: PolicyStatement,
  { element, value }: Pick<Excess, "element" | "value">,
  grant: string,
  why: string,
): Excess {
  const text = `${statement.policy.ownerName}: ${grant} (${placeOf(statement)}): anyone may do this, and ${why}`;
  return { statement, element, value, kind: "open", text, why };
}

/** Keys whose conditions leave only chosen callers. */
const CHOOSES_CALLERS =
  /^(aws:(principal|source(arn|account|org|vpc|vpce|ip)|userid|username|viaawsservice|calledvia|federatedprovider)|sts:externalid|s3:dataaccesspoint)/;

/** Whether a statement allows access with or without credentials. */
export function isOpen(statement: Statement): boolean {
  const { Effect, Principal, NotPrincipal } = statement;
  if (Effect !== "Allow") return false;
  const isAnyone =
    NotPrincipal !== undefined ||
    Principal === "*" ||
    listed((Principal as Record<string, string | string[]> | undefined)?.AWS).includes("*");
  return isAnyone && !conditionKeys({ Statement: statement }).some((key) => CHOOSES_CALLERS.test(key));
}
