import { describe, expect, test } from "vitest";
import { type Recording, executionRecord as record, recordedExecution } from "../testing/recordings.ts";
import { hasEnded, summary, toRecord } from "./record.ts";

test("a success has input, output and times, and no failure", () => {
  expect(record("succeeded")).toMatchObject({
    name: "ok-1",
    arn: "arn:aws:states:us-east-1:000000000000:execution:ok:ok-1",
    status: "SUCCEEDED",
    input: { s: 0, email: "rex@inbox.example" },
    output: { MessageId: expect.any(String) },
    startedAt: expect.any(Date),
    endedAt: expect.any(Date),
    retries: {},
    caught: [],
  });
  expect(record("succeeded")).not.toHaveProperty("failure");
});

test("retries and caught errors are listed by state", () => {
  const { retries, caught } = record("retried-and-caught");
  expect(retries).toEqual({ Notify: 2 });
  expect(caught).toMatchObject([{ state: "Notify", error: "SES.MessageRejectedException" }]);
});

describe("the failing cause", () => {
  const causes: [Recording, Record<string, string>][] = [
    ["retried-and-caught", { error: "ReminderFailed", cause: "no mail", state: "Failed" }],
    ["failed-task", { error: "SES.MessageRejectedException", state: "Notify" }],
    ["bad-path", { error: "States.Runtime", state: "Timer" }],
    ["aborted", { error: "Cancelled", cause: "asked", state: "Timer" }],
    ["timed-out", { error: "States.Timeout", state: "Timer" }],
    ["ended-in-map", { error: "Asleep", cause: "no cuddle", state: "F" }],
  ];
  test.each(causes)("of %s", (name, failure) => {
    expect(record(name).failure).toMatchObject(failure);
  });
});

test("a running execution has neither end nor failure", () => {
  const { execution, events } = recordedExecution("timed-out");
  const { stopDate: _, ...running } = execution;
  const so = toRecord({ ...running, status: "RUNNING" }, events.slice(0, 2));
  expect(so).not.toHaveProperty("failure");
  expect(so).not.toHaveProperty("endedAt");
  expect(summary(so)).toBe("status RUNNING, states:\n  +0.033 s Timer (Wait), not left");
});

test("an execution reads on a few lines", () => {
  expect(summary(record("retried-and-caught"))).toBe(
    [
      "status FAILED with ReminderFailed: no mail, states:",
      "  +0.016 s Notify (Task), 2 retries, caught SES.MessageRejectedException: Email address not verified unverified@x.example (Service: SES, Status Code: 400, Request ID: e400e112-51de-4f61-b357-bab80ddf7495)",
      "  +2.197 s Failed (Fail)",
    ].join("\n"),
  );
});

test("all statuses but RUNNING and PENDING_REDRIVE are an end", () => {
  const ends = ["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "RUNNING", "PENDING_REDRIVE"] as const;
  expect(ends.filter(hasEnded)).toEqual(["SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]);
});
