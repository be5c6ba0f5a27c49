import { expect, test } from "vitest";
import type { VisitRow } from "../../../view-shapes.ts";
import { visitedStates } from "./visited.ts";

const visit = (
  name: string,
  enteredAt: number,
  exitedAt: number | null,
  fields: Partial<VisitRow> = {},
): VisitRow => ({
  name,
  type: "Task",
  enteredAt,
  exitedAt,
  status: exitedAt === null ? "running" : "done",
  retries: 0,
  failures: [],
  ...fields,
});

test("a state that was visited often is as its worst visit, and running while one is", () => {
  const { states } = visitedStates([
    visit("A", 0, 1, { retries: 2 }),
    visit("A", 1, 2, { status: "caught", retries: 1 }),
    visit("B", 2, 3, { status: "failed" }),
    visit("B", 3, null),
  ]);
  expect(states.get("A")).toEqual({ status: "caught", count: 2, retries: 3 });
  expect(states.get("B")?.status).toBe("running");
});

test("lines lead from a state that was left to the one that was entered then", () => {
  const { lines } = visitedStates([
    visit("Map", 0, 9, { type: "Map" }),
    visit("One", 1, 5),
    visit("Two", 5, 8),
    visit("After", 9, null),
  ]);
  for (const line of ["One\nTwo", "Map\nAfter", "\u0000start\nMap", "Two\n\u0000end"])
    expect(lines).toContain(line);
  expect(lines).not.toContain("After\n\u0000end");
});
