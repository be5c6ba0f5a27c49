import { reminderRequest } from "../../functions/reminder.fixture.ts";
import { REMINDERS_PATH, type ReminderRequest } from "../../functions/reminder.ts";

/** Asks the API for a reminder, as the page does. Fields that are left out have values that the API accepts. */
export function postReminder(
  apiUrl: string,
  fields: Partial<ReminderRequest>,
  signal?: AbortSignal,
): Promise<Response> {
  return fetch(apiUrl + REMINDERS_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(reminderRequest(fields)),
    ...(signal && { signal }),
  });
}
