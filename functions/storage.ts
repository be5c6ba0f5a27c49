/**
 * What the app keeps in its storage bucket: the records of reminders that failed, and the claims that decide what
 * happens to a reminder. Shared by the functions, the stack, the suites and the redrive.
 */
import * as v from "valibot";
import { ReminderRequest } from "./reminder.ts";

/** Key prefix of the failure records. */
export const FAILURES_PREFIX = "failures/";
export const failureKey = (id: string): string => `${FAILURES_PREFIX}${id}.json`;

/** What is needed to send a failed reminder later, and why it failed. Fields that it does not name stay in the input. */
export const FailureRecord = v.object({
  input: v.looseObject({
    ...ReminderRequest.entries,
    id: v.pipe(v.string(), v.minLength(1)),
    attempt: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  error: v.string(),
  cause: v.string(),
  failedAt: v.string(),
});
export type FailureRecord = v.InferOutput<typeof FailureRecord>;

/** Key prefix of the claims. */
export const CLAIMS_PREFIX = "claims/";
export const claimKey = (id: string): string => `${CLAIMS_PREFIX}${id}.json`;

/**
 * Who may decide about a reminder next. There is at most one claim for each reminder, it is written only on the
 * condition that it has not changed, and so exactly one of sending, cancelling and giving up wins.
 *
 * - `sending`: its mail is being handed to SES, or was, and the answer got lost
 * - `refused`: SES did not take the mail; the reminder may still be sent, cancelled or given up
 * - `sent`: SES took the mail
 * - `failed`: this attempt is over without a mail; a redrive may send it
 * - `cancelled`: nothing is sent any more
 */
export const CLAIM_STATES = ["sending", "refused", "sent", "failed", "cancelled"] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** A claim as it is stored: no address and no text. */
export const Claim = v.object({
  state: v.picklist(CLAIM_STATES),
  /** 0 for the request itself, then the number of the redrive. */
  attempt: v.number(),
  at: v.string(),
  /** Identifies the write. */
  by: v.string(),
  /** What SES calls the mail that it took. */
  messageId: v.optional(v.string()),
});
export type Claim = v.InferOutput<typeof Claim>;

/** Whether an attempt may replace this claim. To a redrive, the failure of an earlier attempt is history. */
export const mayReplace = (claim: Claim, attempt: number): boolean =>
  claim.state === "refused" || (claim.state === "failed" && claim.attempt < attempt);
