import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { REMINDERS_PATH, type ReminderRequest } from "../../functions/reminder.ts";

/**
 * Asks the API for a reminder, as the page does. Fields that are left out have values that the API accepts.
 * @param key makes a request that is sent again the same one
 */
export function postReminder(
  apiUrl: string,
  fields: Partial<ReminderRequest>,
  signal?: AbortSignal,
  key?: string,
): Promise<Response> {
  return fetch(apiUrl + REMINDERS_PATH, {
    method: "POST",
    headers: { "content-type": "application/json", ...(key && { "idempotency-key": key }) },
    body: JSON.stringify(reminderRequest(fields)),
    ...(signal && { signal }),
  });
}
