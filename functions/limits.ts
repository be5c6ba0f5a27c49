/**
 * Seconds that the functions give other services, so that the time-outs of the stack can be compared with them: a
 * function that is cut off while SES works on its mail cannot say whether it was sent.
 */

/** SES takes a mail, or answers that it does not. */
export const SES_ANSWER_SECONDS = 25;
/** S3 answers one try of one request about a claim. */
export const STORAGE_ANSWER_SECONDS = 3;
/** Tries of one request about a claim. */
export const STORAGE_ATTEMPTS = 2;
/** Requests about a claim when a reminder is sent: write, read, replace, settle. */
const STORAGE_REQUESTS = 4;
/** The longest that sending one reminder takes. */
export const LONGEST_SEND_SECONDS =
  SES_ANSWER_SECONDS + STORAGE_REQUESTS * STORAGE_ATTEMPTS * STORAGE_ANSWER_SECONDS;
