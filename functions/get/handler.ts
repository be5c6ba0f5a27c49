import { type Answer, apiHandler } from "../api/handler.ts";
import { reminderId, unknownReminder } from "../api/reminder-id.ts";
import { findReminder } from "../execution/find.ts";
import { reminderStatus } from "../execution/status.ts";
import type { Reminder } from "../reminder.ts";
import { statesOf } from "./states.ts";

/** `GET /petcuddleotron/{id}`: the status of a reminder. */
export const handler = apiHandler(async (event): Promise<Answer> => {
  const id = reminderId(event);
  const found = await findReminder(id);
  if (found?.latest.executionArn === undefined) throw unknownReminder();
  const states = await statesOf(found.latest.executionArn);
  const status = reminderStatus(found.latest, states);
  const reminder: Reminder = { id, status, remindAt: found.remindAt, states };
  return { status: 200, body: reminder };
});
