import { expect, test } from "vitest";
import { decide } from "./attempt.ts";

test.each([
  [undefined, "start"],
  ["RUNNING", "join"],
  ["PENDING_REDRIVE", "join"],
  ["SUCCEEDED", "succeeded"],
  ["ABORTED", "cancelled"],
  ["FAILED", "failed"],
  ["TIMED_OUT", "failed"],
] as const)("an attempt that is %s: %s", (status, decision) =>
  expect(decide(status && { status })).toBe(decision),
);

test("an attempt that ended because its reminder was cancelled", () => {
  expect(decide({ status: "FAILED", error: "Cancelled" })).toBe("cancelled");
});
