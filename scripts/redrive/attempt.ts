import type { DescribeExecutionCommandOutput } from "@aws-sdk/client-sfn";
import { CANCELLED_ERROR } from "../../functions/reminder.ts";

/** What to do about one attempt at a reminder whose failure is on record. */
export type Decision =
  /** It was never made: make it. */
  | "start"
  /** It is under way: wait for its end. */
  | "join"
  /** It sent the reminder: the record has served its purpose. */
  | "succeeded"
  /** Its reminder was cancelled: nothing may be sent any more. */
  | "cancelled"
  /** It failed, too. */
  | "failed";

/** @param execution as Step Functions describes it; undefined where there is none */
export function decide(
  execution: Pick<DescribeExecutionCommandOutput, "status" | "error"> | undefined,
): Decision {
  switch (execution?.status) {
    case undefined:
      return "start";
    case "RUNNING":
    case "PENDING_REDRIVE":
      return "join";
    case "SUCCEEDED":
      return "succeeded";
    case "ABORTED":
      return "cancelled";
    default:
      return execution?.error === CANCELLED_ERROR ? "cancelled" : "failed";
  }
}
