import { setTimeout as sleep } from "node:timers/promises";

/** What was awaited did not come in time. The message says what it was and what was there instead. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";
  readonly awaiting: string;
  readonly seen: string;

  constructor(awaiting: string, within: number, seen: string) {
    super(`awaited ${awaiting}, for ${duration(within)}, but there was: ${seen}`);
    this.awaiting = awaiting;
    this.seen = seen;
  }
}

/** One look at the world: either what was awaited, or a description of what was there instead. */
export type Look<T> = { done: T } | { seen: string };

export interface PollOptions {
  /** What is awaited, as the end of the sentence "awaited …". */
  awaiting: string;
  /** Milliseconds until a {@link DeadlineError}. */
  within: number;
  /** Milliseconds that the first look may take, even behind the deadline. Default: 3,000. */
  firstLook?: number;
  /** Ends the wait early, with the signal's reason: a test's own time-out, or a cancelled run. */
  signal?: AbortSignal | undefined;
}

/** Looks again and again seldom enough to leave the machine to what is awaited, often enough to lose no time. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

/**
 * Looks until something is there, and at least once, so that a failure can always tell what was there instead. A look's
 * own errors end the wait at once. The signal given to it ends with the deadline: a request that hangs cannot outlive it.
 */
export async function poll<T>(
  options: PollOptions,
  look: (signal: AbortSignal) => Promise<Look<T>>,
): Promise<T> {
  const { awaiting, within, firstLook = 3_000 } = options;
  const orCancelled = (signal: AbortSignal) =>
    options.signal ? AbortSignal.any([signal, options.signal]) : signal;
  const deadline = AbortSignal.timeout(within);
  let signal = orCancelled(AbortSignal.timeout(Math.max(within, firstLook)));
  let seen = "no answer at all";
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      signal.throwIfAborted();
      const result = await orAborted(look(signal), signal);
      if ("done" in result) return result.done;
      seen = result.seen;
      signal = orCancelled(deadline);
      await sleep(pause, undefined, { signal });
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (signal.aborted) throw new DeadlineError(awaiting, within, seen);
    throw error;
  }
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Milliseconds as a person says them: `300 ms`, `10 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1_000).toFixed(2))} s`;
}
