import { setTimeout as sleep } from "node:timers/promises";
import type { Harness } from "localstack-harness";
import { type Footprint, footprintAt } from "../../harness/testing/footprint.ts";
import { postAll } from "./load.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";

export interface OverloadOptions {
  apiUrl: string;
  /** Reminders. */
  count: number;
  /** Seconds in which they are posted. */
  seconds: number;
  /** Seconds that each waits. */
  waits: { shortest: number; longest: number };
  /** Seconds after its time that a mail may arrive. */
  latest: number;
  /** Seconds after the last mail in which LocalStack must be idle. Without it, that is not measured. */
  restWithin?: number;
  onProgress?: (text: string) => void;
  signal?: AbortSignal | undefined;
}

export interface OverloadResult extends Outcome {
  /** The most at any one time. */
  mostProcesses: number;
  mostMemory: number;
  highestLoad: number;
  /** Seconds of processor time from the first request to the last mail. */
  processor: number;
  /** Seconds after the last mail until LocalStack and its functions were idle, if that was measured. */
  restAfter: number | undefined;
}

const LOOK_MS = 1_000;
const MAILS_LOOK_MS = 5_000;
/** Part of one processor that is still called idle. */
const IDLE = 0.15;

/** Posts many reminders, waits for their mails, and says what came of it and what it took of the machine. */
export async function overload(harness: Harness, options: OverloadOptions): Promise<OverloadResult> {
  const { count, seconds, waits, latest, onProgress = () => {}, signal } = options;
  const port = Number(new URL(harness.endpoint).port);
  const addresses = Array.from({ length: count }, (_, index) => harness.inbox.address(`r${index}`));
  const own = new Set(addresses);
  const mails = async () =>
    (await harness.inbox.everything(signal)).filter(({ to }) => to.some((address) => own.has(address)));
  const before = await footprintAt(port);
  const watch = watchFootprint(port);
  const posted = await postAll({ apiUrl: options.apiUrl, addresses, seconds, waits, signal });
  const accepted = posted.filter(({ due }) => due !== undefined);
  onProgress(`${accepted.length} of ${count} accepted`);
  const end = performance.now() + (waits.longest + latest) * 1_000;
  let sent = await mails();
  while (sent.length < 2 * accepted.length && performance.now() < end) {
    await sleep(MAILS_LOOK_MS, undefined, { signal });
    sent = await mails();
    onProgress(`${sent.length} of ${2 * accepted.length} mails`);
  }
  const after = await footprintAt(port);
  const outcome = outcomeOf(posted, sent, latest);
  const { restWithin } = options;
  const restAfter = restWithin === undefined ? undefined : await untilRest(port, restWithin, signal);
  const most = await watch.stop();
  if (restWithin !== undefined && restAfter === undefined)
    outcome.faults.push(`not idle within ${restWithin} s of the last mail`);
  return { ...outcome, ...most, processor: after.processor - before.processor, restAfter };
}

/** Looks each second. */
function watchFootprint(port: number) {
  const most = { mostProcesses: 0, mostMemory: 0, highestLoad: 0 };
  const stopping = new AbortController();
  const watching = (async () => {
    while (!stopping.signal.aborted) {
      const { processes, memory, load } = await footprintAt(port);
      most.mostProcesses = Math.max(most.mostProcesses, processes);
      most.mostMemory = Math.max(most.mostMemory, memory);
      most.highestLoad = Math.max(most.highestLoad, load);
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => {});
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await watching;
      return most;
    },
  };
}

async function untilRest(port: number, within: number, signal?: AbortSignal): Promise<number | undefined> {
  const start = performance.now();
  let earlier: Footprint = await footprintAt(port);
  let at = start;
  while (at - start < within * 1_000) {
    await sleep(LOOK_MS, undefined, { signal });
    const now = await footprintAt(port);
    const passed = performance.now() - at;
    at += passed;
    // the time of processes that have ended is lost: then it is not idle yet
    const used = now.processor - earlier.processor;
    if (used >= 0 && (used * 1_000) / passed < IDLE) return Math.round((at - start) / 1_000);
    earlier = now;
  }
  return undefined;
}
