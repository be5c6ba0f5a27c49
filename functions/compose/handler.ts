import type { Context } from "aws-lambda";
import { logger } from "../logger.ts";
import type { WorkflowInput } from "../reminder.ts";
import { composeMails, type Mails } from "./mails.ts";

/** `ComposeReminder`: writes both mails before the wait, so that what cannot be written fails at once. */
export const handler = async (input: WorkflowInput, context: Context): Promise<Mails> => {
  logger.resetKeys();
  logger.addContext(context);
  logger.appendKeys({ reminderId: input.id, attempt: input.attempt });
  const mails = composeMails(input);
  logger.info("composed");
  return mails;
};
