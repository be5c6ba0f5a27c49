import type { Context } from "aws-lambda";
import { loggable, logger } from "../logger.ts";
import { CANCELLED_ERROR } from "../reminder.ts";
import {
  type FailureInput,
  FailureNotRecordedError,
  giveUp,
  recordFailure,
  toFailureRecord,
} from "./record.ts";

/**
 * What the workflow ends with, in `Failed`. Step Functions always logs both, so the cause names the
 * object that holds the cause: SES repeats addresses in its own.
 */
export interface FailureOutput {
  error: string;
  cause: string;
}

/** `RecordFailure`: keeps a reminder that could not be sent, so that it can be redriven. */
export const handler = async (failure: FailureInput, context: Context): Promise<FailureOutput> => {
  logger.resetKeys();
  logger.addContext(context);
  logger.appendKeys({ reminderId: failure.input.id, attempt: failure.input.attempt });
  const record = toFailureRecord(failure, new Date());
  let key: string;
  try {
    if (!(await giveUp(failure.input))) {
      logger.info("cancelled");
      return { error: CANCELLED_ERROR, cause: "the reminder was cancelled, and nothing was sent" };
    }
    key = await recordFailure(record);
  } catch (error) {
    logger.error("could not record the failure", { error: loggable(error) });
    throw new FailureNotRecordedError(record.input.id, error);
  }
  logger.error("failed", { error: record.error });
  return { error: record.error, cause: `the storage bucket has the cause in ${key}` };
};
