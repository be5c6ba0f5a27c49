import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import type { Reminder, ReminderStatus } from "../reminder.ts";

/** What a person is told of an execution in this state that has gone through these states so far. */
export function reminderStatus(
  execution: ExecutionStatus | undefined,
  states: NonNullable<Reminder["states"]> = [],
): ReminderStatus {
  switch (execution) {
    case "SUCCEEDED":
      return "COMPLETED";
    case "FAILED":
    case "TIMED_OUT":
      return "FAILED";
    case "ABORTED":
      return "CANCELLED";
    default:
      return states.some(({ name }) => name === "SendReminder") ? "SENDING" : "WAITING";
  }
}
