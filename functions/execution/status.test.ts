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
] as const)("%s through %j is %s", (execution, states, status) => {
  expect(reminderStatus(execution, [...states])).toBe(status);
});
