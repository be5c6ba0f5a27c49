import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, type ProcessIdentity, processesOf, sendSignal } from "../process/processes.ts";
import { FILESYSTEM, HOME, TEMPORARY } from "../variables.ts";

/** One embedded LocalStack, as it is written down in its folder for others to find. */
export interface Instance extends ProcessIdentity {
  port: number;
  /** Whose end is its end too; missing for one that outlives its starter. */
  owner?: ProcessIdentity;
  /** Nobody chose the port: once it has ended, nobody looks for its folder. */
  anyPort?: boolean;
}

/** Milliseconds for an orderly end; LocalStack takes one or two seconds. */
const GRACE_MS = 5_000;
/** Milliseconds for the plugin's reaper to end the functions of a LocalStack that has ended. */
const REAP_MS = 1_000;
/** Milliseconds in which what was sent SIGKILL must be gone. */
const KILL_MS = 5_000;
const PAUSE_MS = 30;

const FILE = "instance.json";

/** Where a LocalStack's output goes. */
export const logFile = (folder: string): string => join(folder, "localstack.log");

const LINES_SHOWN = 15;

/** The last lines of the log. */
export async function tailOfLog(folder: string): Promise<string> {
  const log = await readFile(logFile(folder), "utf8").catch((error: NodeJS.ErrnoException) => error.message);
  return log.trimEnd().split("\n").slice(-LINES_SHOWN).join("\n");
}

export async function writeInstance(folder: string, instance: Instance): Promise<void> {
  const draft = join(folder, `${FILE}.new`);
  await writeFile(draft, JSON.stringify(instance));
  await rename(draft, join(folder, FILE));
}

/** What is written down in a folder, though it may have ended; `undefined` where nothing is. */
export async function readInstance(folder: string): Promise<Instance | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, FILE), "utf8")) as Instance;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || name === "SyntaxError") return undefined;
    throw error;
  }
}

/** Whether it runs, but its starter has gone: it is about to end itself. */
export async function isOrphan({ owner, ...instance }: Instance): Promise<boolean> {
  return owner !== undefined && !(await isAlive(owner)) && (await isAlive(instance));
}

/** Ends a LocalStack, and resolves when it and all that it started are gone: then its port is free too. */
export async function endInstance(folder: string, identity: ProcessIdentity): Promise<void> {
  const gone = async () => !(await isAlive(identity));
  if (!(await gone())) {
    sendSignal(identity.pid, "SIGTERM");
    if (!(await comesTrue(gone, GRACE_MS))) {
      sendSignal(identity.pid, "SIGKILL");
      await mustEnd([identity.pid], gone);
    }
  }
  await endLeftovers(folder);
  await rm(join(folder, FILE), { force: true });
}

/** Ends whatever a LocalStack that has ended left running in its folder. */
export async function endLeftovers(folder: string): Promise<void> {
  const none = async () => (await processesOf(folder)).length === 0;
  if (await comesTrue(none, REAP_MS)) return;
  const left = await processesOf(folder);
  for (const pid of left) sendSignal(pid, "SIGKILL");
  await mustEnd(left, none);
}

/** A process did not end although it was sent SIGKILL: it hangs in the system, perhaps in a disk that does not answer. */
export class UnkillableError extends Error {
  override readonly name = "UnkillableError";

  constructor(pids: readonly number[]) {
    super(
      `process ${pids.join(", ")} does not end, not even by SIGKILL: see what it hangs in (ps), or restart the machine`,
    );
  }
}

async function mustEnd(pids: readonly number[], gone: () => Promise<boolean>): Promise<void> {
  if (!(await comesTrue(gone, KILL_MS))) throw new UnkillableError(pids);
}

async function comesTrue(condition: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await sleep(PAUSE_MS);
  }
  return true;
}

/** Makes a folder for a new LocalStack, empty, whatever an earlier one left in it. */
export async function prepareFolder(folder: string): Promise<void> {
  await endLeftovers(folder);
  await removeFolder(folder);
  for (const name of [FILESYSTEM, HOME, TEMPORARY]) await mkdir(join(folder, name), { recursive: true });
  // functions are unzipped below it: the package.json of the checkout must not tell Node.js what their files are
  await writeFile(join(folder, TEMPORARY, "package.json"), "{}\n");
}

/** Removes what embedded LocalStacks on ports that nobody chose have left, those that were killed. */
export async function sweepFolders(base: string): Promise<void> {
  const names = await readdir(base).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  for (const name of names.filter((name) => /^state-\d+$/.test(name))) {
    const folder = join(base, name);
    const instance = await readInstance(folder);
    if (!instance?.anyPort || (await isAlive(instance))) continue;
    await endLeftovers(folder);
    await removeFolder(folder);
  }
}

export async function removeFolder(folder: string): Promise<void> {
  // what was just ended may still write its last file
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
