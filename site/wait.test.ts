import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { MAX_WAIT_SECONDS } from "../functions/reminder.ts";
import { isEveningAhead, SUGGESTIONS, suggestionsInOrder, waitSecondsOf } from "./wait.ts";

const NOON = new Date(2027, 4, 12, 12, 0, 0);
const HOUR = 3_600;

/** Zones with and without clock changes, of half an hour also, behind and ahead of UTC. */
const ZONES = ["UTC", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Pacific/Apia"];

describe.each(ZONES)("on a clock in %s", (zone) => {
  const inZone = () => {
    vi.stubEnv("TZ", zone);
    expect(new Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
  };
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("the evening and the morning are those of that clock", () => {
    inZone();
    const noon = new Date(2027, 4, 12, 12);
    expect(waitSecondsOf({ kind: "evening" }, noon)).toBe(7 * HOUR);
    expect(waitSecondsOf({ kind: "morning" }, noon)).toBe(21 * HOUR);
    expect(isEveningAhead(new Date(2027, 4, 12, 18, 30))).toBe(true);
    expect(isEveningAhead(new Date(2027, 4, 12, 18, 50))).toBe(false);
    expect(waitSecondsOf({ kind: "date", date: "2027-05-12T13:30" }, noon)).toBe(1.5 * HOUR);
  });

  it("a suggestion always means a moment to come, at the hour it says, also where clocks are changed", () => {
    inZone();
    const dates = fc.date({ min: new Date(2020, 0), max: new Date(2040, 0), noInvalidDate: true });
    fc.assert(
      fc.property(dates, fc.constantFrom("evening" as const, "morning" as const), (now, kind) => {
        const seconds = waitSecondsOf({ kind }, now) ?? Number.NaN;
        // less than a second is added in rounding to whole seconds
        const moment = new Date(now.getTime() + seconds * 1_000);
        expect(seconds).toBeGreaterThan(0);
        expect(seconds).toBeLessThan(MAX_WAIT_SECONDS);
        expect([moment.getHours(), moment.getMinutes(), moment.getSeconds()]).toEqual([
          kind === "evening" ? 19 : 9,
          0,
          0,
        ]);
      }),
    );
  });

  it("the suggestions are in the order of time", () => {
    inZone();
    const dates = fc.date({ min: new Date(2020, 0), max: new Date(2040, 0), noInvalidDate: true });
    fc.assert(
      fc.property(dates, (now) => {
        const waits = suggestionsInOrder(now).map((kind) => waitSecondsOf({ kind }, now) ?? 0);
        expect(waits).toEqual(waits.toSorted((one, other) => one - other));
        expect(waits).toHaveLength(SUGGESTIONS.length);
      }),
    );
  });
});

describe("waitSecondsOf", () => {
  it.each([
    ["fiveMinutes", 300],
    ["hour", HOUR],
    ["evening", 7 * HOUR],
    ["morning", 21 * HOUR],
  ] as const)("%s is %i seconds away at noon", (kind, seconds) => {
    expect(waitSecondsOf({ kind }, NOON)).toBe(seconds);
  });

  it("takes tomorrow's evening when today's is all but here", () => {
    const late = new Date(2027, 4, 12, 18, 50);
    expect(isEveningAhead(late)).toBe(false);
    expect(waitSecondsOf({ kind: "evening" }, late)).toBe(24 * HOUR + 10 * 60);
  });

  it.each([
    ["30", "seconds", 30],
    ["0", "seconds", 0],
    ["1.1", "hours", 3_960],
    ["0.1", "minutes", 6],
    ["364", "days", MAX_WAIT_SECONDS],
    ["1.5", "seconds", 1.5],
    ["-1", "minutes", -60],
    ["", "hours", undefined],
    [" ", "hours", undefined],
    ["soon", "hours", Number.NaN],
  ] as const)("%j %s are %s seconds", (amount, unit, seconds) => {
    expect(waitSecondsOf({ kind: "amount", amount, unit }, NOON)).toBe(seconds);
  });

  it.each([
    ["2027-05-12T12:00:30", 30],
    ["2027-05-13T12:00", 24 * HOUR],
    ["2027-05-12T11:59", -60],
    ["", undefined],
    ["tomorrow", Number.NaN],
  ] as const)("the date %j is %s seconds away", (date, seconds) => {
    expect(waitSecondsOf({ kind: "date", date }, NOON)).toBe(seconds);
  });
});
