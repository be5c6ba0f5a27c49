import { expect, it } from "vitest";
import type { WorkflowState } from "../reminder.ts";
import { reminderStatus } from "./status.ts";

const through = (...names: WorkflowState[]) =>
  names.map((name) => ({ name, enteredAt: "2030-01-01T00:00:00.000Z" }));

it.each([
  ["RUNNING", [], "WAITING"],
  ["RUNNING", through("ComposeReminder", "Timer"), "WAITING"],
  ["RUNNING", through("ComposeReminder", "Timer", "SendReminder"), "SENDING"],
  ["RUNNING", through("ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"), "SENDING"],
  ["RUNNING", through("ComposeReminder", "Timer", "SendReminder", "RecordFailure"), "SENDING"],
  ["RUNNING", through("ComposeReminder", "Timer", "SendReminder", "RecordFailure", "Failed"), "FAILED"],
  ["PENDING_REDRIVE", through("ComposeReminder", "Timer", "SendReminder"), "SENDING"],
  ["SUCCEEDED", through("ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"), "COMPLETED"],
  ["FAILED", through("ComposeReminder", "RecordFailure", "Failed"), "FAILED"],
  ["TIMED_OUT", [], "FAILED"],
  ["ABORTED", through("ComposeReminder", "Timer"), "CANCELLED"],
  ["ABORTED", through("ComposeReminder", "Timer", "SendReminder"), "CANCELLED"],
] as const)("%s through %j is %s", (execution, states, status) => {
  expect(reminderStatus({ status: execution }, [...states])).toBe(status);
});

it("an execution that ended because its reminder was cancelled is CANCELLED", () => {
  expect(reminderStatus({ status: "FAILED", error: "Cancelled" })).toBe("CANCELLED");
  expect(reminderStatus({ status: "FAILED", error: "MailRefused" })).toBe("FAILED");
});

it("an execution that was stopped in Step Functions after its reminder was sent is not CANCELLED", () => {
  const states = through("ComposeReminder", "Timer", "SendReminder", "NotifyCompletion");
  expect(reminderStatus({ status: "ABORTED" }, states)).toBe("FAILED");
});
