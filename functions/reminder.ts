/**
 * The contract: what users may request, what the API returns, and the states of a reminder. The functions, the stack, the
 * site and the suites share it, so that they cannot diverge.
 * A field that is added to {@link ReminderRequest} is checked, carried, redriven and kept out of logs like the rest.
 */

import * as v from "valibot";
import isEmail from "validator/lib/isEmail.js";

/** The longest wait: 364 days in seconds. A Standard execution lives for a year (AWS Step Functions quotas). */
export const MAX_WAIT_SECONDS = 31_449_600;
/** Characters (UTF-16 code units, as `maxlength` counts them) of a message, after trimming. */
export const MAX_MESSAGE_LENGTH = 1_000;
/** Characters of an e-mail address (RFC 5321, 4.5.3.1.3: a path of 256 octets, less its angle brackets). */
export const MAX_EMAIL_LENGTH = 254;
/** Bytes of a request body: a message of 1,000 characters, each escaped as `\uXXXX`, fits twice. */
export const MAX_BODY_BYTES = 16_384;
/** Characters of an `Idempotency-Key`. */
export const MAX_IDEMPOTENCY_KEY_LENGTH = 255;

/** Where the API is found below `ApiUrl`. */
export const REMINDERS_PATH = "/petcuddleotron";

const waitSeconds = v.pipe(
  v.union(
    [v.number(), v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number))],
    "must be a whole number of seconds",
  ),
  v.integer("must be a whole number of seconds"),
  v.minValue(0, "must be 0 seconds or more"),
  v.maxValue(MAX_WAIT_SECONDS, `must be at most ${MAX_WAIT_SECONDS} seconds (364 days)`),
);

/**
 * Invisible characters: white space, control and format characters, characters that Unicode ignores by default (fillers,
 * joiners, selectors), accents without a letter. The blanks at the end have no common property in Unicode.
 */
const BLANK =
  /[\p{White_Space}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{M}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/gu;

/** Visible text, trimmed. Half of a surrogate pair, which remains of a cut emoji, cannot be encoded in UTF-8. */
const readableText = (maxLength: number) =>
  v.pipe(
    v.string("must be text"),
    v.transform((text) => text.toWellFormed()),
    v.trim(),
    v.check((text) => text.replace(BLANK, "") !== "", "must not be empty"),
    v.maxLength(maxLength, `must be at most ${maxLength} characters`),
  );

const message = readableText(MAX_MESSAGE_LENGTH);

/**
 * Whether SES may take this for an address: the syntax of HTML's `<input type="email">` (one address, no spaces, quotes
 * or control characters), within what RFC 5321 and SES allow: dots only between other characters, at most 64 characters
 * before the `@`, and after it a domain name in ASCII, not an IP address.
 */
export const isAddress = (text: string): boolean =>
  v.is(v.pipe(v.string(), v.rfcEmail()), text) && isEmail.default(text, { allow_utf8_local_part: false });

const email = v.pipe(
  v.string("must be text"),
  v.maxLength(MAX_EMAIL_LENGTH, `must be at most ${MAX_EMAIL_LENGTH} characters`),
  v.check(isAddress, "must be one e-mail address, like rex@example.com"),
);

/** The body of `POST /petcuddleotron`. `waitSeconds` may be a string of digits, as HTML forms send it. */
export const ReminderRequest = v.strictObject({ waitSeconds, message, email }, (issue) =>
  issue.expected === "never"
    ? "is not a known field"
    : issue.input === undefined && issue.path
      ? "is missing"
      : "must be a JSON object",
);
/** A request as it goes into the workflow: `waitSeconds` is a number, text is trimmed. */
export type ReminderRequest = v.InferOutput<typeof ReminderRequest>;

export type Field = keyof ReminderRequest;
/** The names of all fields of a request. */
export const FIELDS = Object.keys(ReminderRequest.entries) as Field[];
/** The fields that users type, which are personal data: all except the time, which the page computes. */
export type TextField = Exclude<Field, "waitSeconds">;
export const TEXT_FIELDS = FIELDS.filter((field): field is TextField => field !== "waitSeconds");

/** What is wrong with one field; `field` is empty where the body as a whole is wrong. */
export interface FieldError {
  field: string;
  detail: string;
}

/** Checks a parsed JSON body against {@link ReminderRequest}: the request, or one error for each wrong field. */
export function parseReminderRequest(
  body: unknown,
): { success: true; request: ReminderRequest } | { success: false; errors: FieldError[] } {
  const result = v.safeParse(ReminderRequest, body, { abortPipeEarly: true });
  if (result.success) return { success: true, request: result.output };
  const errors = result.issues.map((issue) => ({ field: v.getDotPath(issue) ?? "", detail: issue.message }));
  return { success: false, errors };
}

/** The input of an execution. `attempt` is 0 for a request and counts the redrives of a failed one. */
export interface WorkflowInput extends ReminderRequest {
  id: string;
  attempt: number;
}

/** The workflow's states, in the order in which a reminder goes through them when nothing fails. */
export const WORKFLOW_STATES = ["ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"] as const;
/** The states of a reminder that could not be sent. */
export const FAILURE_STATES = ["RecordFailure", "Failed"] as const;
export type WorkflowState = (typeof WORKFLOW_STATES)[number] | (typeof FAILURE_STATES)[number];

export const REMINDER_STATUSES = ["WAITING", "SENDING", "COMPLETED", "FAILED", "CANCELLED"] as const;
export type ReminderStatus = (typeof REMINDER_STATUSES)[number];

/** The response to `POST`, `GET` and `DELETE`. Times are ISO 8601 in UTC. It contains no message and no address. */
export interface Reminder {
  id: string;
  status: ReminderStatus;
  /** When the reminder is due. */
  remindAt: string;
  /** `GET` only: the states gone through so far, in order. */
  states?: { name: WorkflowState; enteredAt: string }[];
}

export const COMPLETION_SUBJECT = "Pet cuddle request completed";

/** RFC 9457 problem details; `errors` names the field of each thing that is wrong. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors: FieldError[];
}

/** The error by which `SendReminder` asks the workflow to retry with jitter: SES accepts no more mails for now. */
export const THROTTLED_ERROR = "MailDelayed";
/** It is unknown whether SES accepted the mail: it is not sent again without an operator. */
export const UNCERTAIN_ERROR = "MailUncertain";
/** The reminder was cancelled; also what `DELETE` gives as the error when it stops an execution. */
export const CANCELLED_ERROR = "Cancelled";
/**
 * Errors by which `SendReminder` asks for another try soon. Any other error ends the attempt and is recorded. To try
 * again is safe after each of them: the claim says whether the mail may have gone out.
 */
export const RETRIED_ERRORS = [
  "SesUnavailable",
  "StorageUnavailable",
  // the call that sent the mail may still be running, and say how it went
  UNCERTAIN_ERROR,
  // the cancelling function is about to stop the execution
  CANCELLED_ERROR,
] as const;
/** Errors of `NotifyCompletion` after which SES may have taken the mail: no answer came. */
export const COMPLETION_UNCERTAIN_ERRORS = ["States.Timeout", "Ses.SdkClientException"];
/** The id of a reminder is also the name of its execution; a redrive's has its attempt at the end. */
export const executionName = (id: string, attempt = 0): string =>
  attempt === 0 ? id : `${id}-redrive-${attempt}`;
