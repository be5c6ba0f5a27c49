import { describe, expect, test } from "vitest";
import {
  type Comparison,
  comparison,
  type Figures,
  median,
  regressions,
  replaceBetween,
  table,
} from "./figures.ts";

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

describe("a comparison", () => {
  const rows = [
    { title: "a reminder", ours: [100, 140, 120], peer: [240, 200, 210] },
    { title: "start", ours: [2_000], peer: [1_000] },
  ];

  test("shows medians, spreads and ratios", () => {
    expect(comparison(["LocalStack", "MiniStack"], rows).split("\n")).toEqual([
      "|  | LocalStack | MiniStack | ratio |",
      "| --- | ---: | ---: | ---: |",
      "| a reminder | 120 ms (100–140) | 210 ms (200–240) | 0.57 |",
      "| start | 2000 ms | 1000 ms | 2.00 |",
    ]);
  });

  test("has no ratio where a side did not do all that it was asked for", () => {
    const row = { title: "100 at once", ours: [100], peer: [] };
    expect(comparison(["LocalStack", "MiniStack"], [row]).split("\n").at(-1)).toBe(
      "| 100 at once | 100 ms | not all done | – |",
    );
    expect(regressions("| 100 at once | 90 ms | 100 ms | 0.90 |", [row], 1.1)).toEqual([]);
  });

  test("has megabytes, and a dash where there is nothing to compare with", () => {
    const rows: Comparison[] = [
      { title: "memory", ours: [300.4], peer: [100], unit: "MB" },
      { title: "clean clone", ours: [60_000] },
    ];
    expect(comparison(["LocalStack", "MiniStack"], rows).split("\n").slice(2)).toEqual([
      "| memory | 300 MB | 100 MB | 3.00 |",
      "| clean clone | 60000 ms | – | – |",
    ]);
    expect(regressions("| clean clone | 1 ms | – | – |", rows, 1.1)).toEqual([]);
  });

  test("names the ratios that grew", () => {
    const written = comparison(["LocalStack", "MiniStack"], rows);
    const slower = [{ title: "a reminder", ours: [150], peer: [210] }, ...rows.slice(1)];
    expect(regressions(written, rows, 1.1)).toEqual([]);
    expect(regressions(written, slower, 1.1)).toEqual(["a reminder: the ratio was 0.57 and is 0.71"]);
    expect(regressions("no table", slower, 1.1)).toEqual([]);
  });
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
