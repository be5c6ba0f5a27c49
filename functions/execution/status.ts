import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { CANCELLED_ERROR, type Reminder, type ReminderStatus, type WorkflowState } from "../reminder.ts";

type Described = Pick<DescribeExecutionCommandOutput, "status" | "error">;

/** What the API says of an execution that has gone through these states so far. */
export function reminderStatus(
  { status, error }: Described,
  states: NonNullable<Reminder["states"]> = [],
): ReminderStatus {
  switch (status) {
    case "SUCCEEDED":
      return "COMPLETED";
    case "FAILED":
      // its claim was cancelled, and then nobody stopped it
      return error === CANCELLED_ERROR ? "CANCELLED" : "FAILED";
    case "TIMED_OUT":
      return "FAILED";
    case "ABORTED":
      // a reminder that was sent cannot be cancelled: somebody stopped the execution in Step Functions
      return entered(states, "NotifyCompletion") ? "FAILED" : "CANCELLED";
    default:
      // what has entered Failed can only fail, even where Step Functions does not say so yet
      if (entered(states, "Failed")) return "FAILED";
      return entered(states, "SendReminder") ? "SENDING" : "WAITING";
  }
}

const entered = (states: NonNullable<Reminder["states"]>, state: WorkflowState) =>
  states.some(({ name }) => name === state);
