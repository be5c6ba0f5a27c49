import { afterEach, expect, test, vi } from "vitest";
import { DeadlineError, duration, poll } from "./poll.ts";

afterEach(() => {
  vi.useRealTimers();
});

test("returns what a look finds, as soon as it does", async () => {
  let looks = 0;
  const found = await poll({ awaiting: "the third look", within: 5_000 }, async () =>
    ++looks === 3 ? { done: "here" } : { seen: `look ${looks}` },
  );
  expect(found).toBe("here");
  expect(looks).toBe(3);
});

test("names what it waited for, and what was there instead, at the deadline", async () => {
  const wait = poll({ awaiting: "a mail", within: 60 }, async () => ({ seen: "2 other mails" }));
  await expect(wait).rejects.toThrow(new DeadlineError("a mail", 60, "2 other mails"));
  await expect(wait).rejects.toThrow("waited 60 ms for a mail, but there was: 2 other mails");
});

test("a look that never ends does not outlive the deadline", async () => {
  const wait = poll({ awaiting: "an answer", within: 60, firstLook: 60 }, () => new Promise(() => {}));
  await expect(wait).rejects.toThrow("waited 60 ms for an answer, but there was: no response at all");
});

test("the first look may take longer than the deadline, later ones may not", async () => {
  let looks = 0;
  const wait = poll({ awaiting: "a mail", within: 20 }, async () => {
    looks += 1;
    await new Promise((done) => setTimeout(done, 100));
    return { seen: "another mail" };
  });
  await expect(wait).rejects.toThrow("waited 20 ms for a mail, but there was: another mail");
  expect(looks).toBe(1);
});

test("an error of a look ends the wait at once, unchanged", async () => {
  const broken = new Error("access denied");
  const wait = poll({ awaiting: "a mail", within: 60_000 }, async () => {
    throw broken;
  });
  await expect(wait).rejects.toBe(broken);
});

test("the test's own signal ends the wait, with its reason", async () => {
  const abort = new AbortController();
  const wait = poll({ awaiting: "a mail", within: 60_000, signal: abort.signal }, async () => {
    abort.abort(new Error("the run was cancelled"));
    return { seen: "nothing" };
  });
  await expect(wait).rejects.toThrow("the run was cancelled");
});

test("neither fake timers nor another date change the deadline", async () => {
  vi.useFakeTimers({ now: Date.parse("2038-01-01") });
  const wait = poll({ awaiting: "a mail", within: 60 }, async () => ({ seen: "none" }));
  await expect(wait).rejects.toThrow("waited 60 ms for a mail, but there was: none");
});

test.each([
  [0, "0 ms"],
  [999, "999 ms"],
  [1_000, "1 s"],
  [1_500, "1.5 s"],
  [60_000, "60 s"],
])("%i milliseconds read as %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});
