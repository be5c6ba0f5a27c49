import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** Where the output of an embedded LocalStack goes: next to its state, so that it survives a crash. */
export const logFile = (port: number, folder: string): string => join(folder, `localstack-${port}.log`);

const LOG = /^(?:localstack|container)-(\d+)\.log$/;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Removes logs of a project to which nothing was written for a day, but none of these ports'. */
export async function sweepLogs(folder: string, except: readonly number[] = []): Promise<void> {
  for (const name of await readdir(folder)) {
    const port = LOG.exec(name)?.[1];
    if (port === undefined || except.includes(Number(port))) continue;
    const path = join(folder, name);
    if ((await stat(path)).mtimeMs < Date.now() - DAY_MS) await rm(path, { force: true });
  }
}
