import { describe, expect, test } from "vitest";
import { type Figures, median, replaceBetween, table } from "./figures.ts";

const figures: Figures = {
  start: 3_249,
  firstDeploy: 9_000,
  unchangedDeploy: 3_000,
  coldInvocation: 130.4,
  warmInvocation: 12.5,
  requestToMails: 162,
  memoryIdle: 112,
  memoryAfterFlow: undefined,
  suites: undefined,
};

test("a median is the middle, or between the two in the middle", () => {
  expect(median([30, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 100])).toBe(3);
  expect(() => median([])).toThrow("median of nothing");
});

test("a table has a column a target, and a dash for what was not measured", () => {
  const lines = table(
    new Map([
      ["embedded", figures],
      ["container", { ...figures, start: 5_000 }],
    ]),
  ).split("\n");
  expect(lines[0]).toBe("|  | embedded | container |");
  expect(lines[2]).toBe("| start, until it answers | 3.2 s | 5.0 s |");
  expect(lines.at(-1)).toBe("| end-to-end suites, wall time | – | – |");
});

describe("a document", () => {
  test("gets the text between its marks", () => {
    const before = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb";
    expect(replaceBetween(before, "x", "new")).toBe("a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb");
  });

  test("without the marks is refused", () => {
    expect(() => replaceBetween("a", "x", "new")).toThrow("lacks <!-- x: begin -->");
  });
});
