import { setTimeout as sleep } from "node:timers/promises";
import { LocalStackGoneError } from "../../core/localstack-http.ts";
import type { CapturedMessage } from "../../mail/captured-messages.ts";

/** Pause between two looks, in milliseconds. */
const PAUSE_MS = 500;
/** Looks that may fail in a row before that is an error, as long as LocalStack still listens. */
const FAILURES = 5;

/**
 * Looks again and again until the signal aborts. A look that fails is repeated at the next turn, unless LocalStack
 * has gone or it fails every time.
 * @throws the signal's reason, `LocalStackGoneError`, or what the looks fail with
 */
export async function followUntilAborted(
  signal: AbortSignal,
  look: () => Promise<void>,
  pause = PAUSE_MS,
): Promise<never> {
  for (let failures = 0; ; ) {
    try {
      signal.throwIfAborted();
      await look();
      failures = 0;
    } catch (error) {
      signal.throwIfAborted();
      failures += 1;
      if (error instanceof LocalStackGoneError || failures >= FAILURES) throw error;
    }
    await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

const MISSING = new Set(["StateMachineDoesNotExist", "ResourceNotFoundException"]);

/**
 * Looks at a state machine or log group, which a deployment may remove, and another one make again.
 * @returns nothing while it is missing
 */
export async function whileThere<T>(look: () => Promise<T[]>): Promise<T[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Error && MISSING.has(error.name)) return [];
    throw error;
  }
}

/** Of growing lists of mails, those that were not there before. */
export class NewMails {
  readonly #known: Set<string>;

  constructor(known: readonly CapturedMessage[] = []) {
    this.#known = new Set(known.map(({ Id }) => Id));
  }

  among(mails: readonly CapturedMessage[]): CapturedMessage[] {
    const fresh = mails.filter(({ Id }) => !this.#known.has(Id));
    for (const { Id } of fresh) this.#known.add(Id);
    return fresh;
  }
}
