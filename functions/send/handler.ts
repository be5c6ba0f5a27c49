import type { Context } from "aws-lambda";
import { loggable, logger } from "../logger.ts";
import { type SendInput, type SendOutput, sendReminder } from "./send-reminder.ts";

/** `SendReminder`: sends the reminder, at most once. */
export const handler = async (input: SendInput, context: Context): Promise<SendOutput> => {
  logger.resetKeys();
  logger.addContext(context);
  logger.appendKeys({ reminderId: input.id, attempt: input.attempt });
  try {
    const output = await sendReminder(input);
    logger.info(output.sent ? "sent" : "was sent before");
    return output;
  } catch (error) {
    logger.error("could not send", { error: loggable(error) });
    throw error;
  }
};
