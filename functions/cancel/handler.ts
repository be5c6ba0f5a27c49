import { type Answer, apiHandler } from "../api/handler.ts";
import { reminderId } from "../api/reminder-id.ts";
import { cancelReminder } from "./cancel.ts";

/** `DELETE /petcuddleotron/{id}`: cancels a reminder. */
export const handler = apiHandler(async (event): Promise<Answer> => {
  const reminder = await cancelReminder(reminderId(event));
  return { status: 200, body: reminder };
});
