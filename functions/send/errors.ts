import { awsErrorName, isAnswered, isThrottled, isTransient, isUnreached } from "../aws-errors.ts";
import { CANCELLED_ERROR, type RETRIED_ERRORS, THROTTLED_ERROR, UNCERTAIN_ERROR } from "../reminder.ts";

type RetriedName = (typeof RETRIED_ERRORS)[number];

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

/** SES is unavailable, and did not take the mail: the workflow tries again. */
export class SesUnavailableError extends Error {
  constructor(id: string, error: unknown) {
    super(`ses did not take the mail of reminder ${id}: ${awsErrorName(error)}`);
    this.name = "SesUnavailable" satisfies RetriedName;
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

/**
 * SES may have taken the mail: its answer is missing. The workflow asks again what the claim says, and then records the
 * failure; only an operator decides to send the mail again.
 */
export class MailUncertainError extends Error {
  constructor(id: string, reason: string) {
    super(`the mail of reminder ${id} may have been sent, and is not sent again: ${reason}`);
    this.name = UNCERTAIN_ERROR satisfies RetriedName;
  }
}

/** The reminder was cancelled before its mail was handed to SES: the workflow is about to be stopped. */
export class CancelledError extends Error {
  constructor(id: string) {
    super(`reminder ${id} was cancelled: nothing was sent`);
    this.name = CANCELLED_ERROR satisfies RetriedName;
  }
}

/** The workflow has given up this attempt while its call was still under way: nothing was sent. */
export class AttemptOverError extends Error {
  constructor(id: string) {
    super(`this attempt at reminder ${id} was recorded as failed before it sent anything`);
    this.name = "AttemptOver";
  }
}

/** S3 could not be asked whether the mail may be sent: the workflow tries again, and nothing was sent. */
export class StorageUnavailableError extends Error {
  constructor(id: string, error: unknown) {
    super(`s3 did not keep the claim on reminder ${id}: ${awsErrorName(error)}`, { cause: error });
    this.name = "StorageUnavailable" satisfies RetriedName;
  }
}

/** What an error of SES's client means to the workflow. */
export function refusalOf(id: string, error: unknown): Error {
  if (isThrottled(error)) return new MailDelayedError(id, error);
  if (isUnreached(error)) return new SesUnavailableError(id, error);
  if (!isAnswered(error)) return new MailUncertainError(id, `ses did not answer: ${awsErrorName(error)}`);
  return isTransient(error) ? new SesUnavailableError(id, error) : new MailRefusedError(id, error);
}
