import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REMINDER_STATUSES, type ReminderStatus } from "../functions/reminder.ts";
import { lookDelay, retryDelay } from "./polling.ts";

const reminder = (status: ReminderStatus, dueMs: number) => ({
  id: "9a2f",
  status,
  remindAt: new Date(dueMs).toISOString(),
});

describe("lookDelay", () => {
  it.each(["COMPLETED", "CANCELLED"] as const)("ends with %s", (status) => {
    expect(lookDelay(reminder(status, 0), 0, 1_000)).toBeUndefined();
  });

  it("looks often at first, then ever more seldom", () => {
    const far = reminder("WAITING", 3_600_000);
    expect([0, 4_000, 20_000, 600_000].map((now) => lookDelay(far, 0, now))).toEqual([
      700, 1_000, 5_000, 15_000,
    ]);
  });

  it("is there when the moment comes, however long it has waited", () => {
    expect(lookDelay(reminder("WAITING", 3_600_000), 0, 3_595_000)).toBe(5_300);
  });

  it("looks often again once it is due", () => {
    expect(lookDelay(reminder("SENDING", 3_600_000), 0, 3_600_500)).toBe(700);
  });

  it("keeps polling a failed one, which may still be sent", () => {
    expect(lookDelay(reminder("FAILED", 0), 100_000, 108_000)).toBe(2_000);
  });

  it("stays between its limits at any time of the clock", () => {
    const moment = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(
        fc.constantFrom(...REMINDER_STATUSES),
        moment,
        moment,
        moment,
        (status, due, since, now) => {
          const delay = lookDelay(reminder(status, due), since, now) ?? 700;
          expect(delay).toBeGreaterThanOrEqual(700);
          expect(delay).toBeLessThanOrEqual(15_000);
        },
      ),
    );
  });
});

describe("retryDelay", () => {
  it("doubles up to half a minute", () => {
    expect([1, 2, 3, 4, 5, 6, 50].map((failures) => retryDelay(failures, 0.5))).toEqual([
      1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000,
    ]);
  });

  it("spreads by a quarter", () => {
    expect([retryDelay(1, 0), retryDelay(1, 1)]).toEqual([750, 1_250]);
  });
});
