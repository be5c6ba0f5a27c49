import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";

export interface LockOptions {
  /** Called once, when somebody else holds the lock. */
  onWait?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Somebody else took the lock away, because this process did not say for seconds that it still needs it. */
export class LockLostError extends Error {
  override readonly name = "LockLostError";

  constructor(path: string, cause: unknown) {
    super(`the lock ${path} was lost: the machine slept, or was very busy; try again`, { cause });
  }
}

/** Milliseconds after which a lock counts as abandoned: its holder was killed. */
const STALE_MS = 5_000;
const REFRESH_MS = 1_000;
const PAUSE_MS = 100;

/**
 * Does something that only one process at a time may do. The lock of a process that was killed is free again after some
 * seconds. The action's signal is aborted when the lock is lost meanwhile.
 * @param path names the lock; `<path>.lock` appears on the disk while it is held
 * @throws LockLostError; the signal's reason, when it is aborted while waiting
 */
export async function withLock<T>(
  path: string,
  { onWait, signal }: LockOptions,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  const lost = new AbortController();
  const onCompromised = (error: Error) => lost.abort(new LockLostError(path, error));
  for (let waiting = false; ; waiting = true) {
    signal?.throwIfAborted();
    const release = await acquire(path, onCompromised);
    if (release) {
      try {
        return await action(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
      } finally {
        // a lost lock is somebody else's now
        if (!lost.signal.aborted) await release();
      }
    }
    if (!waiting) onWait?.();
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Takes a lock that nobody holds; `undefined` where somebody does. */
async function acquire(
  path: string,
  onCompromised: (error: Error) => void,
): Promise<(() => Promise<void>) | undefined> {
  try {
    return await lock(path, { realpath: false, stale: STALE_MS, update: REFRESH_MS, onCompromised });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOCKED") return undefined;
    throw error;
  }
}
