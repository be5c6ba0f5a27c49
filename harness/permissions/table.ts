import type { RecordedCall } from "../control/call-record.ts";
import type { Access } from "./accesses/access.ts";
import { callerName } from "./accesses/accesses.ts";
import type { Checked } from "./check.ts";
import type { Decision, Match } from "./evaluate.ts";
import { shapeOf } from "./grouped-lines.ts";
import { type PolicyStatement, valuesOf } from "./statements.ts";

/** A line about a role or a resource: what it allows, or what was denied. */
export interface Row {
  state: "used" | "unused" | "denied";
  action: string;
  /** For a role's policy the resource, for a resource's policy the principal. */
  on: string;
  times: number;
  /** The last call that shows it. */
  call?: RecordedCall | undefined;
  /** What only AWS does, and LocalStack does not record. */
  implied: string[];
}

/** What a role or a resource allows, and what was used. */
export interface Section {
  title: string;
  rows: Row[];
}

/** One section for each role and each resource with a policy. */
export function sectionsOf({ policies, statements, decisions, refusals }: Checked): Section[] {
  const sections = new Map<string, Row[]>();
  const section = (title: string) => sections.get(title) ?? sections.set(title, []).get(title) ?? [];
  for (const statement of statements) {
    const isAllow = statement.statement.Effect === "Allow";
    const uses = isAllow ? usesOf(statement, decisions, "allows") : usesOf(statement, refusals, "denies");
    section(statement.policy.ownerName).push(...rowsOf(statement, uses));
  }
  for (const { access, result } of decisions) {
    if (result === "allowed") continue;
    addDenied(section(callerName(access.by, policies)), access);
  }
  return [...sections].map(([title, rows]) => ({ title, rows }));
}

/** Accesses that differ only in an id, or in the route of an API, share a row. */
function addDenied(rows: Row[], { action, resource, times, why, call }: Access): void {
  const on = shapeOf(resource);
  const row = rows.find(
    (each) => each.state === "denied" && each.action === action && shapeOf(each.on) === on,
  );
  if (!row) {
    rows.push({
      state: "denied",
      action,
      on: resource,
      times,
      call,
      implied: why === "recorded" ? [] : [why],
    });
    return;
  }
  if (row.on !== resource) row.on = on;
  if (why !== "recorded") return;
  row.times += times;
  row.call = lastOf([row.call, call]);
}

const lastOf = (calls: readonly (RecordedCall | undefined)[]): RecordedCall | undefined =>
  calls.reduce((last, call) => ((call?.seq ?? 0) > (last?.seq ?? 0) ? call : last), undefined);

interface Use {
  access: Access;
  match: Match;
}

const usesOf = (
  statement: PolicyStatement,
  decisions: readonly Decision[],
  which: "allows" | "denies",
): Use[] =>
  decisions.flatMap(({ access, [which]: matches }) =>
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
        call: lastOf(recorded.map(({ access }) => access.call)),
        implied: recorded.length > 0 ? [] : [...new Set(own.map(({ access }) => access.why))],
      };
    }),
  );
}

/** The section as lines, with aligned columns. */
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
