import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { runSteps } from "./steps.ts";

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

test("elsewhere than on a terminal each step is plain lines, without repetition", async () => {
  const out = new Lines();
  await runSteps(
    [
      {
        title: "LocalStack",
        run: async (report) => {
          report("starting");
          report("starting");
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
    "  starting",
    "  almost there \ufffd[2J",
    "ok LocalStack: running [time]",
    "Publish ...",
    "ok Publish [time]",
  ]);
});

test("a step that fails ends the run and hands its error on", async () => {
  const out = new Lines();
  const failure = new Error("no room");
  const steps = [
    { title: "Deploy", run: () => Promise.reject(failure) },
    { title: "Publish", run: () => expect.unreachable("the run goes on behind a failure") },
  ];
  await expect(runSteps(steps, out)).rejects.toBe(failure);
  expect(out.lines).toEqual(["Deploy ...", "failed Deploy [time]"]);
});
