import { expect, it } from "vitest";
import { Slowest } from "./slowest.ts";

const moduleOf = (file: string, durations: Record<string, number>) => ({
  relativeModuleId: file,
  children: {
    *allTests() {
      for (const [fullName, duration] of Object.entries(durations))
        yield { fullName, diagnostic: () => ({ duration }) };
    },
  },
});

function printed(count: number, modules: ReturnType<typeof moduleOf>[]): string[] {
  const lines: string[] = [];
  new Slowest(count, (line) => lines.push(line)).onTestRunEnd(modules as never);
  return lines;
}

it("lists the slowest tests of all files, the slowest first", () => {
  const modules = [
    moduleOf("a.test.ts", { quick: 5, slow: 3_210 }),
    moduleOf("b.test.ts", { slower: 4_000 }),
  ];
  expect(printed(2, modules)).toEqual([
    "\nThe 2 slowest of 3 tests:",
    "  4.0 s  b.test.ts > slower",
    "  3.2 s  a.test.ts > slow",
  ]);
});

it("says nothing of a run with few tests", () => {
  expect(printed(5, [moduleOf("a.test.ts", { only: 5 })])).toEqual([]);
});
