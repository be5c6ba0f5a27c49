import { Logger } from "@aws-lambda-powertools/logger";

/** Structured logs for every function; a reminder's lines carry `reminderId`, and none carries personal data. */
export const logger = new Logger();

const FRAME = /^\s+at .+(:\d+:\d+\)?|<anonymous>\)?)$/;

/**
 * What may be logged of an error. Its message may not: those of AWS repeat what was sent, an address for example.
 * The frames of the stack stay, without the message that stands above them.
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
