import type { Context } from "aws-lambda";
import { logger } from "../logger.ts";
import type { WorkflowInput } from "../reminder.ts";
import { type ComposedMails, composeMails } from "./compose-mails.ts";

/** `ComposeReminder`: writes both mails before the wait, so that a mail that cannot be written fails at once. */
export const handler = async (input: WorkflowInput, context: Context): Promise<ComposedMails> => {
  logger.resetKeys();
  logger.addContext(context);
  logger.appendKeys({ reminderId: input.id, attempt: input.attempt });
  const mails = composeMails(input);
  logger.info("composed");
  return mails;
};
