import { HarnessError } from "./errors.ts";
import { sleep } from "./real-time.ts";

/** A condition did not become true in time. The message names it, and what was there instead. */
export class DeadlineError extends HarnessError {
  override readonly name = "DeadlineError";
  /** What was waited for. */
  readonly awaiting: string;
  /** What the last look saw instead. */
  readonly seen: string;

  constructor(awaiting: string, within: number, seen: string) {
    super("DEADLINE", `waited ${duration(within)} for ${awaiting}, but there was: ${seen}`);
    this.awaiting = awaiting;
    this.seen = seen;
  }
}

/** The result of one look: what was waited for, or a description of what was there instead. */
export type Look<T> = { done: T } | { seen: string };

/** What {@link poll} waits for, and for how long. */
export interface PollOptions {
  /** What is waited for, as the end of the sentence "waited 10 s for …". */
  awaiting: string;
  /** Milliseconds until a `DeadlineError`. */
  within: number;
  /** Milliseconds that the first look may take, even beyond the deadline. Default: 3,000. */
  firstLook?: number | undefined;
  /** Ends the wait early, with the signal's reason: a test's own time-out, or a cancelled run. */
  signal?: AbortSignal | undefined;
}

/** Milliseconds between looks: short at first to lose no time, then longer to leave the machine to the system under test. */
const FIRST_PAUSE = 20;
const LONGEST_PAUSE = 250;

/**
 * Looks until a condition is true, and at least once, so that a failure can always name what was there instead. An error
 * that a look throws ends the wait at once. The signal passed to a look ends with the deadline, so that a request that
 * hangs does not outlive it.
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
  let seen = "no response at all";
  try {
    for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE)) {
      signal.throwIfAborted();
      const result = await orAborted(look(signal), signal);
      if ("done" in result) return result.done;
      seen = result.seen;
      signal = orCancelled(deadline);
      await sleep(pause, signal);
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (signal.aborted) throw new DeadlineError(awaiting, within, seen);
    throw error;
  }
}

/** The promise's outcome, or the signal's reason where that comes first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Milliseconds in the unit that reads best: `300 ms`, `10 s`. */
export function duration(milliseconds: number): string {
  return milliseconds < 1_000
    ? `${Math.round(milliseconds)} ms`
    : `${Number((milliseconds / 1_000).toFixed(2))} s`;
}
