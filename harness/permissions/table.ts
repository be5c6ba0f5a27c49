import type { Access } from "./accesses/access.ts";
import { callerName } from "./accesses/accesses.ts";
import type { Checked } from "./check.ts";
import type { Match, Verdict } from "./evaluate.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { type PolicyStatement, valuesOf } from "./statements.ts";

/** A line about a role or a resource: something that it allows, or that was denied. */
export interface Row {
  state: "used" | "unused" | "denied";
  action: string;
  /** Of a role's policy: the resources; of a resource's policy: who. */
  on: string;
  times: number;
  /** What AWS does by itself, and was not recorded. */
  implied: string[];
}

/** What is allowed to and by whom, and what of it was used. */
export interface Section {
  title: string;
  rows: Row[];
}

/** One section for each role and each resource with a policy. */
export function sectionsOf({ statements, verdicts, refusals }: Checked, stack: StackPolicies): Section[] {
  const sections = new Map<string, Row[]>();
  const section = (title: string) => sections.get(title) ?? sections.set(title, []).get(title) ?? [];
  for (const statement of statements) {
    const isAllow = statement.statement.Effect === "Allow";
    const uses = isAllow ? usesOf(statement, verdicts, "allows") : usesOf(statement, refusals, "denies");
    section(statement.policy.ownerName).push(...rowsOf(statement, uses));
  }
  for (const { access, result } of verdicts) {
    if (result === "allowed") continue;
    addDenied(section(callerName(access.by, stack)), access);
  }
  return [...sections].map(([title, rows]) => ({ title, rows }));
}

/** Accesses that differ only in their circumstances, such as the route of an API, share a row. */
function addDenied(rows: Row[], { action, resource: on, times, why }: Access): void {
  const same = (row: Row) => row.state === "denied" && row.action === action && row.on === on;
  const told = rows.find(same);
  if (told && why === "recorded") told.times += times;
  else if (!told) rows.push({ state: "denied", action, on, times, implied: why === "recorded" ? [] : [why] });
}

interface Use {
  access: Access;
  match: Match;
}

const usesOf = (
  statement: PolicyStatement,
  verdicts: readonly Verdict[],
  which: "allows" | "denies",
): Use[] =>
  verdicts.flatMap(({ access, [which]: matches }) =>
    matches.filter((match) => match.statement === statement).map((match) => ({ access, match })),
  );

function rowsOf(statement: PolicyStatement, uses: readonly Use[]): Row[] {
  const names = valuesOf(
    statement.statement,
    statement.policy.kind === "identity" ? "resources" : "principals",
  );
  const refuses = statement.statement.Effect === "Deny" ? "Deny " : "";
  return valuesOf(statement.statement, "actions").flatMap((action) =>
    names.map((on): Row => {
      const own = uses.filter(
        ({ match }) =>
          match.actions.includes(action) && [...match.resources, ...match.principals].includes(on),
      );
      const recorded = own.filter(({ access }) => access.why === "recorded");
      return {
        state: own.length > 0 ? "used" : "unused",
        action: refuses + action,
        on,
        times: recorded.reduce((sum, { access }) => sum + access.times, 0),
        implied: recorded.length > 0 ? [] : [...new Set(own.map(({ access }) => access.why))],
      };
    }),
  );
}

/** The section as lines, with its columns below each other. */
export function linesOf({ title, rows }: Section, mark: (state: Row["state"]) => string): string[] {
  const width = Math.max(...rows.map(({ action }) => action.length));
  return [
    title,
    ...rows.map(({ state, action, on, times, implied }) => {
      const count =
        implied.length > 0
          ? implied.join(", ")
          : times === 0
            ? ""
            : `${times} ${times === 1 ? "time" : "times"}`;
      return `  ${mark(state)} ${action.padEnd(width)}  ${on}${count && `  (${count})`}`;
    }),
  ];
}
