import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import type { Reminder, ReminderStatus, WorkflowState } from "../reminder.ts";

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
      // what has entered Failed can only fail, even where Step Functions does not say so yet
      if (went(states, "Failed")) return "FAILED";
      return went(states, "SendReminder") ? "SENDING" : "WAITING";
  }
}

const went = (states: NonNullable<Reminder["states"]>, through: WorkflowState) =>
  states.some(({ name }) => name === through);
