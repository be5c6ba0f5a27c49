import { setTimeout as sleep } from "node:timers/promises";
import type { Reminder } from "../../functions/reminder.ts";
import { postReminder } from "../app/post-reminder.ts";

export interface LoadOptions {
  apiUrl: string;
  /** One reminder for each. */
  addresses: readonly string[];
  /** The requests are spread over so many seconds, however long their answers take. */
  seconds: number;
  /** Seconds that a reminder waits. */
  waits: { shortest: number; longest: number };
  signal?: AbortSignal | undefined;
}

/** What the API answered to one reminder. */
export interface Posted {
  email: string;
  /** When it is due; `undefined` if the API did not accept it. */
  due?: Date;
  /** The statuses of all attempts; in place of a status, why there was none. */
  answers: (number | string)[];
  /** Milliseconds until the last answer. */
  tookMs: number;
}

const TOO_MANY_REQUESTS = 429;
const ACCEPTED = 202;
const RETRY_MS = 1_000;
const MAX_ATTEMPTS = 60;

/** Posts all reminders at a steady rate. Those that the stage throttles (429) are posted again after a second. */
export function postAll({ apiUrl, addresses, seconds, waits, signal }: LoadOptions): Promise<Posted[]> {
  const range = waits.longest - waits.shortest + 1;
  return Promise.all(
    addresses.map(async (email, index) => {
      await sleep((index * seconds * 1_000) / addresses.length, undefined, { signal });
      return post(apiUrl, { email, waitSeconds: waits.shortest + (index % range) }, signal);
    }),
  );
}

async function post(
  apiUrl: string,
  request: { email: string; waitSeconds: number },
  signal?: AbortSignal,
): Promise<Posted> {
  const posted: Posted = { email: request.email, answers: [], tookMs: 0 };
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(RETRY_MS, undefined, { signal });
    const start = performance.now();
    const { status, due } = await answerTo(apiUrl, request, signal);
    posted.tookMs = performance.now() - start;
    posted.answers.push(status);
    if (due) posted.due = due;
    if (status !== TOO_MANY_REQUESTS) break;
  }
  return posted;
}

async function answerTo(
  apiUrl: string,
  request: { email: string; waitSeconds: number },
  signal?: AbortSignal,
): Promise<{ status: number | string; due?: Date }> {
  try {
    const response = await postReminder(apiUrl, request, signal);
    const body = await response.text();
    if (response.status !== ACCEPTED) return { status: response.status };
    return { status: response.status, due: new Date((JSON.parse(body) as Reminder).remindAt) };
  } catch (error) {
    signal?.throwIfAborted();
    const { cause } = error as Error;
    return { status: (cause as NodeJS.ErrnoException | undefined)?.code ?? (error as Error).message };
  }
}
