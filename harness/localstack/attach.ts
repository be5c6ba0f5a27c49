import { setTimeout as sleep } from "node:timers/promises";
import { HarnessError } from "../core/errors.ts";
import { LocalStackEnded } from "./ended.ts";
import { harnessInfo, localStackHealth } from "./health.ts";
import type { LocalStack, StartOptions } from "./start.ts";

/** No LocalStack answers at the port. */
export const notRunning = (port: number): HarnessError =>
  new HarnessError(
    "LOCALSTACK_NOT_RUNNING",
    `no LocalStack answers at http://localhost:${port}: start one (localstack-harness up), ` +
      "or leave TARGET unset to have one started",
  );

/**
 * Milliseconds between two looks whether it is still there, and for its answer; and how many looks may find nothing
 * before it counts as ended. Together less than 15 seconds: it may be stopped, and then takes connections still.
 */
const PAUSE_MS = 1_000;
const ANSWER_MS = 3_500;
const MISSES = 3;

/**
 * Uses the LocalStack at a port, and leaves it running; `undefined` where there is none.
 * @param silenceMs as for {@link localStackHealth}
 */
export async function attach(
  port: number,
  { onProgress, signal }: Pick<StartOptions, "onProgress" | "signal">,
  silenceMs?: number,
): Promise<LocalStack | undefined> {
  const health = await localStackHealth(port, signal, silenceMs);
  if (!health) return undefined;
  const info = await harnessInfo(port, signal);
  const plugin =
    info && !info.emulator
      ? `functions run by ${info.executor}`
      : "without the harness's plugin: no clock, no faults, no calls";
  const name = info?.emulator ?? `LocalStack ${health.version}`;
  onProgress?.(`using the ${name} that runs on port ${port}, ${plugin}`);
  const left = new AbortController();
  const leave = async () => left.abort();
  return {
    kind: "running",
    ...(info?.emulator && { emulator: info.emulator }),
    endpoint: `http://localhost:${port}`,
    ended: whenGone(port, left.signal),
    stop: leave,
    [Symbol.asyncDispose]: leave,
  };
}

/** Settles when nothing answers any more; not at all after the signal. */
async function whenGone(port: number, signal: AbortSignal): Promise<LocalStackEnded> {
  for (let misses = 0; misses < MISSES; ) {
    // the watch alone keeps no script from its end
    await sleep(PAUSE_MS, undefined, { signal, ref: false }).catch(() => forever);
    misses = (await localStackHealth(port, undefined, ANSWER_MS)) ? 0 : misses + 1;
  }
  return new LocalStackEnded(`on port ${port} does not answer any more: it was ended or stopped`);
}

const forever = new Promise<never>(() => {});
