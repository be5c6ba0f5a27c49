import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { CANCELLED_ERROR, type Reminder, type ReminderStatus, type WorkflowState } from "../reminder.ts";

type Described = Pick<DescribeExecutionCommandOutput, "status" | "error">;

/** The status that the API reports for an execution that has entered these states so far. */
export function reminderStatus(
  { status, error }: Described,
  states: NonNullable<Reminder["states"]> = [],
): ReminderStatus {
  switch (status) {
    case "SUCCEEDED":
      return "COMPLETED";
    case "FAILED":
      // its claim was cancelled, but its execution was not stopped
      return error === CANCELLED_ERROR ? "CANCELLED" : "FAILED";
    case "TIMED_OUT":
      return "FAILED";
    case "ABORTED":
      // a sent reminder cannot be cancelled: an operator stopped the execution in Step Functions
      return entered(states, "NotifyCompletion") ? "FAILED" : "CANCELLED";
    default:
      // after Failed it can only fail, even if Step Functions does not report it yet
      if (entered(states, "Failed")) return "FAILED";
      return entered(states, "SendReminder") ? "SENDING" : "WAITING";
  }
}

const entered = (states: NonNullable<Reminder["states"]>, state: WorkflowState) =>
  states.some(({ name }) => name === state);
