import { mkdir, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { HarnessError, hasCode } from "../errors.ts";
import { cacheFolder, cacheSetting } from "./cache-folder.ts";

/** Only the owner may look into what the harness makes: captured mails are in it. */
export const PRIVATE_FOLDER = 0o700;
export const PRIVATE_FILE = 0o600;

/**
 * Makes a folder, and those above it, for this user only. Node.js's own `recursive` says ENOENT on a read-only disk, and
 * never returns below `/proc`.
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, PRIVATE_FOLDER);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST" && (await stat(folder)).isDirectory()) return;
    if (code !== "ENOENT" || dirname(folder) === folder) throw error;
    await makeFolder(dirname(folder));
    await mkdir(folder, PRIVATE_FOLDER).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== "EEXIST") throw again;
    });
  }
}

/** What a failed operation on files means, as `DISK_FULL` or `NOT_WRITABLE`; any other error as it is. */
export function fileError(folder: string, error: unknown): unknown {
  const { code = "", message = "", syscall } = error as NodeJS.ErrnoException;
  if (/^(ENOSPC|EDQUOT)$/.test(code)) return diskFull(folder, message, error);
  const isInTheWay = syscall === "mkdir" && /^(ENOTDIR|EEXIST|ENOENT)$/.test(code);
  if (isInTheWay || /^(EACCES|EPERM|EROFS)$/.test(code)) return notWritable(folder, message, error);
  return error;
}

/** The error of a disk that takes no file any more, where a folder is on one: a program on it can say nothing itself. */
export async function fullDisk(folder: string): Promise<unknown> {
  const probe = join(folder, `probe-${process.pid}`);
  try {
    await writeFile(probe, Buffer.alloc(PROBE_BYTES), { flag: "wx" });
    return undefined;
  } catch (error) {
    const meaning = fileError(folder, error);
    return hasCode(meaning, "DISK_FULL") ? meaning : undefined;
  } finally {
    await rm(probe, { force: true });
  }
}

const PROBE_BYTES = 100_000;

const FULL = /no space left on device|os error 28|disk quota exceeded|ENOSPC|EDQUOT/i;
const FORBIDDEN = /permission denied|read-only file system|operation not permitted|EACCES|EROFS|EPERM/i;

/** The error that a program's output reports about the disk, if it does. */
export function diskError(folder: string, output: string): HarnessError | undefined {
  const line = (pattern: RegExp) =>
    output
      .split("\n")
      .find((text) => pattern.test(text))
      ?.trim();
  const full = line(FULL);
  if (full) return diskFull(folder, full);
  const forbidden = line(FORBIDDEN);
  return forbidden === undefined ? undefined : notWritable(folder, forbidden);
}

const diskFull = (folder: string, detail: string, cause?: unknown): HarnessError =>
  new HarnessError(
    "DISK_FULL",
    `the disk is full (${detail}): LocalStack needs about 300 MB in ${folder}; free some, then start again`,
    { cause },
  );

function notWritable(folder: string, detail: string, cause?: unknown): HarnessError {
  const cache = cacheFolder();
  const remedy = relative(cache, folder).startsWith("..")
    ? "make it writable for you, or use a copy of the project that is"
    : `${cacheSetting()} leads there; set HOME to your home folder, or XDG_CACHE_HOME to a folder that you may write in`;
  return new HarnessError("NOT_WRITABLE", `cannot write in ${folder} (${detail}): ${remedy}`, {
    cause,
  });
}
