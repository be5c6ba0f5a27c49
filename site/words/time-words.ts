/** Moments and durations as text. */
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const clockWithSeconds = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });
const day = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const dayWithYear = new Intl.DateTimeFormat("en-GB", { dateStyle: "full" });

/** "today at 15:42" … "on Friday, 28 November 2027 at 09:00", in local time; with seconds where they matter. */
export function momentInWords(moment: Date, now: Date): string {
  const soon = Math.abs(moment.getTime() - now.getTime()) < 5 * 60_000;
  return `${dayInWords(moment, now)} at ${(soon ? clockWithSeconds : clock).format(moment)}`;
}

function dayInWords(moment: Date, now: Date): string {
  const isDay = (days: number) =>
    new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toDateString() ===
    moment.toDateString();
  if (isDay(0)) return "today";
  if (isDay(1)) return "tomorrow";
  if (isDay(-1)) return "yesterday";
  return `on ${(moment.getFullYear() === now.getFullYear() ? day : dayWithYear).format(moment)}`;
}

/** "15:42:07" in local time. */
export const clockTime = (moment: Date): string => clockWithSeconds.format(moment);

/** What is left, in its two largest units: "3 days 4 hours", "1 hour 0 minutes", "12 seconds". Never negative. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1_000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return `${counted(days, "day")} ${counted(hours % 24, "hour")}`;
  if (hours > 0) return `${counted(hours, "hour")} ${counted(minutes % 60, "minute")}`;
  if (minutes > 0) return `${counted(minutes, "minute")} ${counted(seconds % 60, "second")}`;
  return counted(seconds, "second");
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
