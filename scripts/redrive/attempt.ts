import type { ExecutionStatus } from "@aws-sdk/client-sfn";

/** What to do about one attempt at a reminder whose failure is on record. */
export type Decision =
  /** It was never made: make it. */
  | "start"
  /** Somebody else is making it: wait for its end. */
  | "join"
  /** It sent the reminder: the record has served its purpose. */
  | "succeeded"
  /** Its reminder was cancelled: nothing may be sent any more. */
  | "cancelled"
  /** It failed, too. */
  | "failed";

/** `status` is undefined where there is no such execution. */
export function decide(status: ExecutionStatus | undefined): Decision {
  switch (status) {
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
      return "failed";
  }
}
