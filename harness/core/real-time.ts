/**
 * Real time in tests with fake timers: they (`vi.useFakeTimers`) replace the globals and the methods
 * of `node:timers`, so the real ones are kept here when this module loads.
 */
import { performance } from "node:perf_hooks";

/** What `@sinonjs/fake-timers` leaves on a function that it has put in the place of a real one. */
interface Replacement {
  clock?: Record<string, unknown>;
}

type Name = "Date" | "setTimeout" | "clearTimeout" | "setImmediate";

/** The real global of this name, also where a set-up file has replaced it before this module loaded. */
function realGlobal<N extends Name>(name: N): (typeof globalThis)[N] {
  const current = globalThis[name];
  const replaced = (current as Replacement).clock?.[`_${name}`];
  return (replaced as (typeof globalThis)[N] | undefined) ?? current;
}

const RealDate = realGlobal("Date");
const realSetTimeout = realGlobal("setTimeout");
const realClearTimeout = realGlobal("clearTimeout");
const realSetImmediate = realGlobal("setImmediate");

export const isSetImmediateFake = (): boolean => globalThis.setImmediate !== realSetImmediate;

/** Milliseconds on a clock that only ever moves forward. For durations; it says nothing of the time of day. */
export const now = (): number => performance.now();

/** The time of day of this machine. */
export const timeOfDay = (): Date => new RealDate();

/**
 * Waits. Rejects with the signal's reason as soon as it is aborted.
 * @param ref whether the wait keeps the process running
 */
export function sleep(milliseconds: number, signal?: AbortSignal, { ref = true } = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      realClearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = realSetTimeout(() => {
      signal?.removeEventListener("abort", abort);
      resolve();
    }, milliseconds);
    if (!ref) timer.unref();
    signal?.addEventListener("abort", abort, { once: true });
  });
}
