import { awsErrorName } from "../aws-errors.ts";
import type { TRANSIENT_ERRORS } from "../reminder.ts";

type TransientName = (typeof TRANSIENT_ERRORS)[number];

/*
 * These errors leave the function: their names decide what the workflow does, and their messages reach its history
 * and its logs. So they say which error of AWS is behind them, but not in its words, and those about SES do not keep
 * it as `cause` either: SES repeats addresses.
 */

/** SES throttles, is unavailable, or did not answer: the workflow tries again. */
export class MailDelayedError extends Error {
  constructor(id: string, error: unknown) {
    super(`ses did not take the mail of reminder ${id} for now: ${awsErrorName(error)}`);
    this.name = "MailDelayed" satisfies TransientName;
  }
}

/** SES refuses this mail, and would refuse it again: the workflow records the failure. */
export class MailRefusedError extends Error {
  constructor(id: string, error: unknown) {
    super(`ses refused the mail of reminder ${id}: ${awsErrorName(error)}`);
    this.name = "MailRefused";
  }
}

/** Whether the mail was sent before could not be looked up: the workflow tries again, and nothing was sent. */
export class StorageUnavailableError extends Error {
  constructor(id: string, error: unknown) {
    super(`s3 did not tell whether reminder ${id} was sent before: ${awsErrorName(error)}`, { cause: error });
    this.name = "StorageUnavailable" satisfies TransientName;
  }
}
