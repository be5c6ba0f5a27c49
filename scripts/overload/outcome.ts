import type { Posted } from "./load.ts";

/** The fields of a mail that the outcome depends on. LocalStack keeps whole seconds. */
export interface SentMail {
  to: readonly string[];
  time: Date;
}

/** What came of a load. */
export interface Outcome {
  accepted: number;
  /** How often each status came, retries included; in place of a status, why there was none. */
  answers: Record<string, number>;
  /** Milliseconds until an answer: in the middle, and the longest. */
  medianMs: number;
  longestMs: number;
  /** Seconds between the time that a reminder was due and its last mail: in the middle, and the longest. */
  medianLateness: number;
  longestLateness: number;
  /** What a user would complain about, a sentence each. */
  faults: string[];
}

const MAILS_PER_REMINDER = 2;

/** Whether each accepted reminder got its two mails, none later than `latest` seconds after its time. */
export function outcomeOf(posted: readonly Posted[], mails: readonly SentMail[], latest: number): Outcome {
  const answers: Record<string, number> = {};
  for (const answer of posted.flatMap((one) => one.answers)) answers[answer] = (answers[answer] ?? 0) + 1;
  const accepted = posted.filter(({ due }) => due !== undefined);
  const timesOf = new Map<string, number[]>();
  for (const { to, time } of mails)
    for (const address of to) timesOf.set(address, [...(timesOf.get(address) ?? []), time.getTime()]);
  const countOf = ({ email }: Posted) => timesOf.get(email)?.length ?? 0;
  const lateness = accepted
    .filter((one) => countOf(one) > 0)
    .map(({ email, due }) => (Math.max(...(timesOf.get(email) ?? [])) - (due?.getTime() ?? 0)) / 1_000);
  const times = posted.map(({ tookMs }) => tookMs);
  const faults: string[] = [];
  const complain = (count: number, sentence: string) => {
    if (count > 0) faults.push(`${count} of ${posted.length} ${sentence}`);
  };
  complain(posted.length - accepted.length, "were not accepted");
  complain(accepted.filter((one) => countOf(one) < MAILS_PER_REMINDER).length, "got fewer than two mails");
  complain(accepted.filter((one) => countOf(one) > MAILS_PER_REMINDER).length, "got more than two mails");
  complain(posted.filter((one) => !one.due && countOf(one) > 0).length, "got mails without being accepted");
  complain(lateness.filter((seconds) => seconds > latest).length, `got a mail more than ${latest} s late`);
  return {
    accepted: accepted.length,
    answers,
    medianMs: middle(times),
    longestMs: Math.max(0, ...times),
    medianLateness: middle(lateness),
    longestLateness: Math.max(0, ...lateness),
    faults,
  };
}

const middle = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? 0;
