/** What users choose as the time, turned into seconds to wait. */
export const UNIT_SECONDS = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type Unit = keyof typeof UNIT_SECONDS;

export const SUGGESTIONS = ["fiveMinutes", "hour", "evening", "morning"] as const;
export type Suggestion = (typeof SUGGESTIONS)[number];

/** As typed: `amount` and `date` (`YYYY-MM-DDThh:mm`, local time) may be empty or nonsense. */
export type Choice =
  | { kind: Suggestion }
  | { kind: "amount"; amount: string; unit: Unit }
  | { kind: "date"; date: string };

const EVENING_HOUR = 19;
const MORNING_HOUR = 9;
/** Closer to the evening than that, users mean the next one. */
const EVENING_ENDS_MINUTES_BEFORE = 15;

/** `hour` o'clock, `days` days from now, on the user's clock: days of 23 or 25 hours count as one. */
function atHour(hour: number, days: number, now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** Whether "This evening" is still to come; after that it means tomorrow's. */
export function isEveningAhead(now: Date): boolean {
  return atHour(EVENING_HOUR, 0, now).getTime() - now.getTime() > EVENING_ENDS_MINUTES_BEFORE * 60_000;
}

/**
 * Seconds from now until the chosen time; `undefined` where none was given. Negative for a moment that has passed, not
 * a whole number or `NaN` for what is none: the contract's schema says what is wrong with those.
 */
export function waitSecondsOf(choice: Choice, now: Date): number | undefined {
  switch (choice.kind) {
    case "fiveMinutes":
      return 5 * UNIT_SECONDS.minutes;
    case "hour":
      return UNIT_SECONDS.hours;
    case "evening":
      return secondsUntil(atHour(EVENING_HOUR, isEveningAhead(now) ? 0 : 1, now), now);
    case "morning":
      return secondsUntil(atHour(MORNING_HOUR, 1, now), now);
    case "amount":
      return choice.amount.trim() === "" ? undefined : secondsOf(Number(choice.amount), choice.unit);
    case "date":
      return choice.date === "" ? undefined : secondsUntil(new Date(choice.date), now);
  }
}

/** The suggestions, the nearest first: late in the day, the next morning comes before the next evening. */
export const suggestionsInOrder = (now: Date): Suggestion[] =>
  SUGGESTIONS.toSorted(
    (one, other) => (waitSecondsOf({ kind: one }, now) ?? 0) - (waitSecondsOf({ kind: other }, now) ?? 0),
  );

/** Not before the moment, which would show as the minute before it. */
const secondsUntil = (moment: Date, now: Date): number =>
  Math.ceil((moment.getTime() - now.getTime()) / 1_000) + 0;

/** 1.1 hours are 3960 seconds, though 1.1 * 3600 is 3960.0000000000005. */
const secondsOf = (amount: number, unit: Unit): number => Math.round(amount * UNIT_SECONDS[unit] * 1e6) / 1e6;
