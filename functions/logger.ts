import { Logger } from "@aws-lambda-powertools/logger";

/** Structured logs for every function; a reminder's lines carry `reminderId`, and none carries personal data. */
export const logger = new Logger();

const FRAME = /^\s+at .+(:\d+:\d+\)?|<anonymous>\)?)$/;

/**
 * The part of an error that may be logged. Messages may not: those of AWS repeat what was sent, such as an address. The
 * frames of the stack remain, without the message above them.
 */
export function loggable(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number; requestId?: string } };
  return {
    name: error.name,
    ...($metadata && { status: $metadata.httpStatusCode, awsRequestId: $metadata.requestId }),
    frames: (error.stack ?? "").split("\n").filter((line) => FRAME.test(line)),
  };
}
