/** When to look again. */
import type { Reminder } from "../functions/reminder.ts";

const SHORTEST_MS = 700;
const LONGEST_MS = 15_000;
const LONGEST_AFTER_FAILURE_MS = 30_000;
/** Wakes up a little after the moment, not right before it. */
const GRACE_MS = 300;

/**
 * Milliseconds until the next look, or `undefined` where nothing can change any more. Often when something has just
 * happened or is due, then ever more seldom: a quarter of the time passed since. A failed reminder can be sent later.
 *
 * @param since when the page began to follow it, in milliseconds since the epoch
 */
export function lookDelay({ status, remindAt }: Reminder, since: number, now: number): number | undefined {
  if (status === "COMPLETED" || status === "CANCELLED") return undefined;
  const due = Date.parse(remindAt);
  const latest = status === "FAILED" || due > now ? since : Math.max(since, due);
  const delay = Math.min(Math.max((now - latest) / 4, SHORTEST_MS), LONGEST_MS);
  return due > now ? Math.max(SHORTEST_MS, Math.min(delay, due - now + GRACE_MS)) : delay;
}

/** After `failures` (1 or more) looks in a row without an answer: doubling, spread so that pages do not come at once. */
export function retryDelay(failures: number, random: number = Math.random()): number {
  return Math.min(LONGEST_AFTER_FAILURE_MS, 1_000 * 2 ** (failures - 1)) * (0.75 + random / 2);
}
