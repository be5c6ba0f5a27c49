import { afterEach, describe, expect, it, vi } from "vitest";
import { clockTime, durationInWords, momentInWords } from "./time-words.ts";

const NOW = new Date(2027, 11, 31, 15, 0, 0);

describe("momentInWords", () => {
  it.each([
    [new Date(2027, 11, 31, 15, 0, 30), "today at 15:00:30"],
    [new Date(2027, 11, 31, 9, 5), "today at 09:05"],
    [new Date(2028, 0, 1, 0, 0), "tomorrow at 00:00"],
    [new Date(2027, 11, 30, 23, 59), "yesterday at 23:59"],
    [new Date(2027, 11, 1, 8, 0), "on Wednesday 1 December at 08:00"],
    [new Date(2028, 0, 7, 19, 0), "on Friday 7 January 2028 at 19:00"],
  ])("%s is %s", (moment, words) => {
    // Node's and browsers' language data differ in the comma after the weekday
    expect(momentInWords(moment, NOW).replace(",", "")).toBe(words);
  });
});

describe.each([
  ["America/New_York", "today at 09:30", "09:30:00"],
  ["Asia/Kolkata", "today at 19:00", "19:00:00"],
  ["Pacific/Apia", "tomorrow at 02:30", "02:30:00"],
])("on a clock in %s", (zone, moment, time) => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("moments and times are those of that clock", async () => {
    vi.stubEnv("TZ", zone);
    vi.resetModules();
    const words = await import("./time-words.ts");
    const now = new Date("2027-05-12T10:00:00Z");
    expect(words.momentInWords(new Date("2027-05-12T13:30:00Z"), now)).toBe(moment);
    expect(words.clockTime(new Date("2027-05-12T13:30:00Z"))).toBe(time);
  });
});

describe("durationInWords", () => {
  it.each([
    [-5, "0 seconds"],
    [1, "1 second"],
    [59_001, "1 minute 0 seconds"],
    [61_000, "1 minute 1 second"],
    [3_600_000, "1 hour 0 minutes"],
    [7_320_000, "2 hours 2 minutes"],
    [90_000_000, "1 day 1 hour"],
  ])("%i ms", (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words);
  });
});

it("gives the time of day to the second", () => {
  expect(clockTime(new Date(2027, 0, 1, 7, 8, 9))).toBe("07:08:09");
});
