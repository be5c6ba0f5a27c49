import { afterEach, describe, expect, test, vi } from "vitest";
import { now, sleep, timeOfDay } from "./real-time.ts";

/** The operating system's own clock, taken before any test replaces it. */
const uptime = process.hrtime.bigint.bind(process.hrtime);
const since = (start: bigint): number => Number(uptime() - start) / 1e6;

afterEach(() => {
  vi.useRealTimers();
  vi.resetModules();
});

describe.each([
  ["fake timers", () => vi.useFakeTimers()],
  ["a date in the past", () => vi.setSystemTime("2020-01-01")],
  ["a date in the future", () => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2038-01-01") })],
  ["fake node: modules", () => vi.useFakeTimers({ fakeNodeBuiltins: true } as never)],
])("under %s", (_, fake) => {
  test("a wait takes as long as before, and is measured as long", async () => {
    fake();
    const [start, measured] = [uptime(), now()];
    await sleep(30);
    expect(since(start)).toBeGreaterThanOrEqual(29);
    expect(now() - measured).toBeGreaterThanOrEqual(29);
  });

  test("the time of day stays the machine's", () => {
    const before = timeOfDay().getTime();
    fake();
    expect(timeOfDay().getTime() - before).toBeLessThan(5_000);
    expect(timeOfDay().getTime()).toBeGreaterThanOrEqual(before);
  });

  test("a module that loads later has real time, too", async () => {
    const before = timeOfDay().getTime();
    fake();
    vi.resetModules();
    const later = await import("./real-time.ts");
    await later.sleep(1);
    expect(later.timeOfDay().getTime() - before).toBeLessThan(5_000);
  });
});

test("a wait ends with its signal, and rejects with the signal's reason", async () => {
  const abort = new AbortController();
  const wait = sleep(60_000, abort.signal);
  abort.abort(new Error("cancelled"));
  await expect(wait).rejects.toThrow("cancelled");
  await expect(sleep(1, abort.signal)).rejects.toThrow("cancelled");
});
