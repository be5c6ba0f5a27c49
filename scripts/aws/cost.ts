import type { MailState } from "./sender.ts";

/**
 * What it costs and what it bears, in the words of docs/scale.md, where the arithmetic and the sources are. US dollars
 * in N. Virginia, without free tiers.
 */
export function costAndLimits({ rate, perDay }: MailState): string {
  const reminders = Math.floor(rate * 3_600 * 0.5).toLocaleString("en");
  const day = perDay < 0 ? "no limit a day" : `${perDay.toLocaleString("en")} mails a day`;
  return [
    "Cost    about 0.37 USD for a thousand reminders (SES 0.20 to 0.32, Step Functions 0.15), and about 1 USD a month",
    "        for alarms when nothing happens; docs/scale.md has the arithmetic and its sources",
    `Limits  SES lets this account send ${rate} mails a second (two a reminder: ${reminders} reminders an hour) and ${day};`,
    "        the API takes 50 requests a second; a reminder waits 364 days at most",
  ].join("\n");
}
