import type { VisitRow } from "../../../view-shapes.ts";

/** What an execution did in one state, over all of its visits. */
export interface Visited {
  status: VisitRow["status"];
  count: number;
  retries: number;
}

/** The worse one is shown where visits ended differently; one that is not over yet above all. */
const WEIGHT: Record<VisitRow["status"], number> = { done: 0, caught: 1, stopped: 2, failed: 3, running: 4 };

/** The states of a history, and the lines between those that followed each other. */
export function visitedStates(visits: readonly VisitRow[]): {
  states: Map<string, Visited>;
  lines: Set<string>;
} {
  const states = new Map<string, Visited>();
  const lines = new Set<string>();
  let before: VisitRow | undefined;
  for (const visit of visits) {
    const known = states.get(visit.name) ?? { status: visit.status, count: 0, retries: 0 };
    if (WEIGHT[visit.status] > WEIGHT[known.status]) known.status = visit.status;
    known.count += 1;
    known.retries += visit.retries;
    states.set(visit.name, known);
    // of branches that run side by side, too many lines may be taken: none of them exists in the graph
    for (const other of before ? [before.name, "\u0000start"] : ["\u0000start"])
      lines.add(`${other}\n${visit.name}`);
    if (visit.exitedAt !== null) lines.add(`${visit.name}\n\u0000end`);
    before = visit;
  }
  linkByTime(visits, lines);
  return { states, lines };
}

/** A state is entered when another one was left: within the same milliseconds. */
function linkByTime(visits: readonly VisitRow[], lines: Set<string>): void {
  const left = new Map<number, Set<string>>();
  for (const { name, exitedAt } of visits) {
    if (exitedAt === null) continue;
    const names = left.get(exitedAt) ?? new Set();
    left.set(exitedAt, names.add(name));
  }
  for (const { name, enteredAt } of visits)
    for (const back of [0, 1, 2])
      for (const other of left.get(enteredAt - back) ?? []) lines.add(`${other}\n${name}`);
}
