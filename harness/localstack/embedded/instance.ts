import { lstat, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { HarnessError } from "../../core/errors.ts";
import { fileError, PRIVATE_FILE } from "../../core/files/file-errors.ts";
import { isAlive, type ProcessIdentity, processesOf, sendSignal } from "../process/processes.ts";

/** One embedded LocalStack, as its folder has it on record for other processes. */
export interface Instance extends ProcessIdentity {
  port: number;
  /** Whose end is its end too; missing for one that outlives its starter. */
  owner?: ProcessIdentity;
  /** Whether it saves its state before it ends. */
  keeps?: boolean;
}

/** Milliseconds for an orderly end; LocalStack takes one or two seconds. */
const GRACE_MS = 5_000;
/** The same where it saves its state first: a large one, or on a busy machine. */
const SAVING_MS = 60_000;
/** Milliseconds for the plugin's reaper to end the functions of a LocalStack that has ended. */
const REAP_MS = 1_000;
/** Milliseconds in which what was sent SIGKILL must be gone. */
const KILL_MS = 5_000;
const PAUSE_MS = 30;

const FILE = "instance.json";

export async function writeInstance(folder: string, instance: Instance): Promise<void> {
  const draft = join(folder, `${FILE}.new`);
  await writeFile(draft, JSON.stringify(instance), { mode: PRIVATE_FILE });
  await rename(draft, join(folder, FILE));
}

/**
 * What a folder of this user's has on record, though it may have ended; `undefined` where it has nothing.
 * @throws HarnessError `NOT_WRITABLE` where the folder above is another user's
 */
export async function readInstance(folder: string): Promise<Instance | undefined> {
  try {
    if ((await lstat(folder)).uid !== process.getuid?.()) return undefined;
    return JSON.parse(await readFile(join(folder, FILE), "utf8")) as Instance;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || name === "SyntaxError") return undefined;
    throw fileError(dirname(folder), error);
  }
}

/** Whether it runs, but its starter has gone: it is about to end itself. */
export async function isOrphan({ owner, ...instance }: Instance): Promise<boolean> {
  return owner !== undefined && !(await isAlive(owner)) && (await isAlive(instance));
}

/**
 * Ends a LocalStack, and resolves when it and all that it started are gone, with all that they kept: then its port is
 * free too.
 */
export async function endInstance(
  folder: string,
  instance: ProcessIdentity & Pick<Instance, "keeps">,
): Promise<void> {
  const gone = async () => !(await isAlive(instance));
  if (!(await gone())) {
    sendSignal(instance.pid, "SIGTERM");
    // one that was stopped would not notice
    sendSignal(instance.pid, "SIGCONT");
    if (!(await comesTrue(gone, instance.keeps ? SAVING_MS : GRACE_MS))) {
      sendSignal(instance.pid, "SIGKILL");
      await mustEnd([instance.pid], gone);
    }
  }
  await endLeftovers(folder);
  await removeFolder(folder);
}

/** Ends the processes that an ended LocalStack left in its folder. */
export async function endLeftovers(folder: string): Promise<void> {
  const none = async () => (await processesOf(folder)).length === 0;
  if (await comesTrue(none, REAP_MS)) return;
  const left = await processesOf(folder);
  for (const pid of left) sendSignal(pid, "SIGKILL");
  await mustEnd(left, none);
}

async function mustEnd(pids: readonly number[], gone: () => Promise<boolean>): Promise<void> {
  if (await comesTrue(gone, KILL_MS)) return;
  throw new HarnessError(
    "PROCESS_UNKILLABLE",
    `process ${pids.join(", ")} does not end, not even by SIGKILL: see what it waits for (ps), or restart the machine`,
  );
}

async function comesTrue(condition: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(PAUSE_MS);
  }
  return true;
}

/** Removes a state; what was just ended may still write its last file. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5 });
