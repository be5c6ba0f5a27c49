import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { HarnessError } from "../../core/errors.ts";
import { makeFolder } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";

export interface LockOptions {
  /** Called once, when another process holds the lock. */
  onWait?: (() => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Milliseconds after which a lock counts as abandoned: the machine stopped. A busy machine stops a process for 10 s. */
const STALE_MS = 20_000;
const REFRESH_MS = 1_000;
const PAUSE_MS = 100;

/**
 * Does something that only one process at a time may do. The lock of a process that was killed is free again after some
 * seconds. The action's signal is aborted if the lock is lost.
 * @param path names the lock; `<path>.lock` appears on the disk while it is held
 * @throws HarnessError `LOCK_LOST`; the signal's reason, when it is aborted while waiting
 */
export async function withLock<T>(
  path: string,
  { onWait, signal }: LockOptions,
  action: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  await makeFolder(dirname(path));
  const lost = new AbortController();
  const onCompromised = (error: Error) => lost.abort(lockLost(path, error));
  for (let waiting = false; ; waiting = true) {
    signal?.throwIfAborted();
    const release = await acquire(path, onCompromised);
    if (release) {
      try {
        return await action(signal ? AbortSignal.any([signal, lost.signal]) : lost.signal);
      } finally {
        // a lost lock belongs to another process now
        if (!lost.signal.aborted) await release();
      }
    }
    if (!waiting) onWait?.();
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}

/** Does something where no process holds the lock, and nothing where one does. */
export async function ifUnlocked(path: string, action: () => Promise<void>): Promise<void> {
  const release = await acquire(path, () => {});
  if (!release) return;
  try {
    await action();
  } finally {
    await release();
  }
}

/** Another process took the lock away, because this one did not refresh it for seconds. */
const lockLost = (path: string, cause: unknown): HarnessError =>
  new HarnessError("LOCK_LOST", `the lock ${path} was lost: the machine slept, or was very busy; try again`, {
    cause,
  });

/** Takes a lock that is free; `undefined` where another process holds it. */
async function acquire(
  path: string,
  onCompromised: (error: Error) => void,
): Promise<(() => Promise<void>) | undefined> {
  let removal: Disposable | undefined;
  try {
    const release = await lock(path, {
      realpath: false,
      stale: STALE_MS,
      update: REFRESH_MS,
      onCompromised: (error) => {
        removal?.[Symbol.dispose]();
        onCompromised(error);
      },
    });
    removal = await removeIfKilled(`${path}.lock`);
    return () => {
      removal?.[Symbol.dispose]();
      return release();
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ELOCKED") return undefined;
    throw error;
  }
}
