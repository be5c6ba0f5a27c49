import { Writable } from "node:stream";
import { afterEach, expect, test, vi } from "vitest";
import { runSteps } from "./steps.ts";

afterEach(() => vi.useRealTimers());

class Lines extends Writable {
  text = "";
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
  /** Times differ from run to run. */
  get lines(): string[] {
    return this.text
      .replace(/\[\d+\.\d s]/g, "[time]")
      .trimEnd()
      .split("\n");
  }
}

test("elsewhere than on a terminal each step is plain lines", async () => {
  const out = new Lines();
  await runSteps(
    [
      {
        title: "LocalStack",
        run: async (report) => {
          report("almost\nthere \u001b[2J");
          return "running";
        },
      },
      { title: "Publish", run: async () => undefined },
    ],
    out,
  );
  expect(out.lines).toEqual([
    "LocalStack ...",
    String.raw`  almost there \x1b[2J`,
    "ok LocalStack: running [time]",
    "Publish ...",
    "ok Publish [time]",
  ]);
});

test("of progress that is too fast to read, the latest line is shown from time to time", async () => {
  vi.useFakeTimers();
  const out = new Lines();
  const run = async (report: (progress: string) => void) => {
    for (let done = 1; done <= 50; done += 1) {
      report(`${done} of 50`);
      report(`${done} of 50`);
      await vi.advanceTimersByTimeAsync(100);
    }
    return undefined;
  };
  await runSteps([{ title: "Deploy", run }], out);
  expect(out.lines.slice(1, -1)).toEqual(["  1 of 50", "  20 of 50", "  40 of 50"]);
  expect(vi.getTimerCount()).toBe(0);
});

test("a step that fails ends the run and hands its error on", async () => {
  const out = new Lines();
  const failure = new Error("no room");
  const steps = [
    { title: "Deploy", run: () => Promise.reject(failure) },
    { title: "Publish", run: () => expect.unreachable("the run continues after a failure") },
  ];
  await expect(runSteps(steps, out)).rejects.toBe(failure);
  expect(out.lines).toEqual(["Deploy ...", "failed Deploy [time]"]);
});
