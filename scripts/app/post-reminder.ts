import { REMINDERS_PATH } from "../../functions/reminder.ts";

/** Asks the API for a reminder, as the page does, whatever the request holds. */
export function postReminder(apiUrl: string, request: object, signal?: AbortSignal): Promise<Response> {
  return fetch(apiUrl + REMINDERS_PATH, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
    ...(signal && { signal }),
  });
}
