import { awsErrorName } from "../aws-errors.ts";
import { THROTTLED_ERROR, type TRANSIENT_ERRORS } from "../reminder.ts";

type TransientName = (typeof TRANSIENT_ERRORS)[number];

/*
 * These errors leave the function: their names decide what the workflow does, and their messages reach its history
 * and its logs. Those about SES do not keep its error as `cause`, because SES repeats addresses.
 */

/** SES takes no more mails for now: the workflow tries again, at the pace that SES allows. */
export class MailDelayedError extends Error {
  constructor(id: string, error: unknown) {
    super(`ses takes the mail of reminder ${id} later: ${awsErrorName(error)}`);
    this.name = THROTTLED_ERROR;
  }
}

/** SES is unavailable or did not answer: the workflow tries again. */
export class SesUnavailableError extends Error {
  constructor(id: string, error: unknown) {
    super(`ses did not take the mail of reminder ${id}: ${awsErrorName(error)}`);
    this.name = "SesUnavailable" satisfies TransientName;
  }
}

/**
 * SES refuses this mail, and would refuse it again: the workflow records the failure. The message has SES's name for
 * the reason, `MessageRejected` for one, and its words without addresses.
 */
export class MailRefusedError extends Error {
  constructor(id: string, error: unknown) {
    const message = error instanceof Error ? error.message : "";
    super(`ses refused the mail of reminder ${id}: ${awsErrorName(error)}: ${withoutAddresses(message)}`);
    this.name = "MailRefused";
  }
}

const withoutAddresses = (text: string) => text.replaceAll(/\S*@\S*/g, "(an address)");

/** Whether the mail was sent before could not be looked up: the workflow tries again, and nothing was sent. */
export class StorageUnavailableError extends Error {
  constructor(id: string, error: unknown) {
    super(`s3 did not tell whether reminder ${id} was sent before: ${awsErrorName(error)}`, { cause: error });
    this.name = "StorageUnavailable" satisfies TransientName;
  }
}
