import "../core/installation/require-node.ts";
import type { Reporter, TestCase, TestModule } from "vitest/node";

/** How a test is named, and how long it took. */
export interface Timed {
  name: string;
  /** Milliseconds. */
  duration: number;
}

/** A vitest reporter: at the end of a run, its slowest tests, which is where to look when it takes too long. */
export class Slowest implements Reporter {
  readonly #count: number;
  readonly #write: (line: string) => void;

  constructor(count = 5, write: (line: string) => void = console.log) {
    this.#count = count;
    this.#write = write;
  }

  onTestRunEnd(modules: readonly Pick<TestModule, "children" | "relativeModuleId">[]): void {
    const timed = modules.flatMap(({ children, relativeModuleId }) =>
      [...children.allTests()].map((test) => timedTest(test, relativeModuleId)),
    );
    if (timed.length <= this.#count) return;
    this.#write(`\nThe ${this.#count} slowest of ${timed.length} tests:`);
    for (const { name, duration } of slowest(timed, this.#count))
      this.#write(`  ${(duration / 1_000).toFixed(1)} s  ${name}`);
  }
}

const timedTest = (test: Pick<TestCase, "fullName" | "diagnostic">, file: string): Timed => ({
  name: `${file} > ${test.fullName}`,
  duration: test.diagnostic()?.duration ?? 0,
});

/** Returns the `count` slowest tests, the slowest first. */
export const slowest = (timed: readonly Timed[], count: number): Timed[] =>
  timed.toSorted((a, b) => b.duration - a.duration).slice(0, count);
