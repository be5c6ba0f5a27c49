import { COMPLETION_SUBJECT } from "../../functions/reminder.ts";

/** The fields of a mail that a count needs. */
export interface SentMail {
  to: string;
  subject: string;
  time: Date;
}

/** What came of a burst of reminders. */
export interface Punctuality {
  reminders: number;
  /** When the last reminder was sent, seconds after it was due; without one, `undefined`. */
  lastReminder: number | undefined;
  /** The same of the last completion mail. */
  lastCompletion: number | undefined;
  /** What is not as promised, a sentence each. Empty: every mail was sent once. */
  faults: string[];
}

/** Whether each address got each of its two mails once, and how long that took. Mails have whole seconds. */
export function checkMails(
  addresses: readonly string[],
  mails: readonly SentMail[],
  due: number,
): Punctuality {
  const completions = mails.filter(({ subject }) => subject === COMPLETION_SUBJECT);
  const reminders = mails.filter(({ subject }) => subject !== COMPLETION_SUBJECT);
  return {
    reminders: reminders.length,
    lastReminder: lastAfter(reminders, due),
    lastCompletion: lastAfter(completions, due),
    faults: [
      ...miscounted("reminder", addresses, reminders),
      ...miscounted("completion mail", addresses, completions),
    ],
  };
}

function lastAfter(mails: readonly SentMail[], due: number): number | undefined {
  if (mails.length === 0) return undefined;
  return (Math.max(...mails.map(({ time }) => time.getTime())) - due) / 1_000;
}

function miscounted(what: string, addresses: readonly string[], mails: readonly SentMail[]): string[] {
  const counts = Map.groupBy(mails, ({ to }) => to);
  const wrong = (count: number) =>
    addresses.filter((address) => (counts.get(address)?.length ?? 0) === count);
  const none = wrong(0).length;
  const several = addresses.length - none - wrong(1).length;
  const faults: string[] = [];
  if (none > 0) faults.push(`${none} of ${addresses.length} got no ${what}`);
  if (several > 0) faults.push(`${several} of ${addresses.length} got more than one ${what}`);
  return faults;
}
