import { createHash } from "node:crypto";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../../core/files/cache-folder.ts";
import { makeFolder, PRIVATE_FILE, PRIVATE_FOLDER } from "../../core/files/file-errors.ts";
import { sweepLogs } from "../logs.ts";
import { LOCALSTACK_FOLDER } from "../paths.ts";
import { ifUnlocked } from "../process/lock.ts";
import { isAlive, processesOf } from "../process/processes.ts";
import { FILESYSTEM, HOME, TEMPORARY } from "../variables.ts";
import { endLeftovers, readInstance, removeFolder } from "./instance.ts";

/**
 * Where LocalStack's files can be: SQLite takes no longer paths once LocalStack has added its own folders, and reads `#`,
 * `%` and `?` as parts of a URI.
 */
const isUsable = (folder: string): boolean =>
  Buffer.byteLength(folder) <= 120 && /^[\p{L}\p{M}\p{N} ._/+@~-]+$/u.test(folder);

/** The folder that holds the states of a project's LocalStacks, and how their names begin. */
function placeOf(base: string): { parent: string; prefix: string } {
  if (isUsable(base)) return { parent: base, prefix: "state-" };
  const id = createHash("sha256").update(`${process.getuid?.()} ${base}`).digest("hex").slice(0, 12);
  const cache = join(cacheFolder(), "state");
  if (isUsable(cache)) return { parent: cache, prefix: `${id}-` };
  return { parent: isUsable(tmpdir()) ? tmpdir() : "/tmp", prefix: `localstack-harness-${id}-` };
}

/**
 * What one LocalStack keeps while it runs.
 * @param base the project's folder for all that LocalStack leaves
 */
export function stateFolder(port: number, base: string): string {
  const { parent, prefix } = placeOf(base);
  return join(parent, `${prefix}${port}`);
}

/**
 * The processes of this project's embedded LocalStack on a port: its main process first, then those of its functions.
 * @param base the project's folder for all that LocalStack leaves
 */
export async function instanceProcesses(port: number, base = LOCALSTACK_FOLDER): Promise<number[]> {
  const folder = stateFolder(port, base);
  const [instance, pids] = await Promise.all([readInstance(folder), processesOf(folder)]);
  // process numbers begin again after the highest one: the lowest is not always the oldest
  return pids.toSorted((a, b) => Number(b === instance?.pid) - Number(a === instance?.pid));
}

/** Makes an empty folder for a new LocalStack, and removes what an earlier one left in it. */
export async function prepareState(folder: string): Promise<void> {
  await endLeftovers(folder);
  await removeFolder(folder);
  await makeFolder(dirname(folder));
  // fails where another user was quicker, in a folder that all users share
  for (const path of ["", FILESYSTEM, HOME, TEMPORARY]) await mkdir(join(folder, path), PRIVATE_FOLDER);
  // functions are unzipped below it: a package.json further up must not say what their files are
  await writeFile(join(folder, TEMPORARY, "package.json"), "{}\n", { mode: PRIVATE_FILE });
}

/** Removes the states of LocalStacks that were killed together with their starter, and old logs. */
export async function sweepStates(base: string): Promise<void> {
  const ports = await portsWithState(base);
  for (const port of ports) {
    const folder = stateFolder(port, base);
    await ifUnlocked(stateLock(port, base), async () => {
      const instance = await readInstance(folder);
      if (instance && (await isAlive(instance))) return;
      await endLeftovers(folder);
      await removeFolder(folder);
    });
  }
  await sweepLogs(base, ports);
}

/** The ports whose LocalStack has left a state, or has one now. */
async function portsWithState(base: string): Promise<number[]> {
  const { parent, prefix } = placeOf(base);
  const names = await readdir(parent).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)));
}

/** Names the lock on a port's state. */
export const stateLock = (port: number, base: string): string => join(base, `state-${port}`);
