import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { cacheFolder } from "../../core/files/cache-folder.ts";
import { fileError, makeFolder } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { ifUnlocked, withLock } from "../process/lock.ts";
import { PYTHON_VERSION, type Python } from "./find-python.ts";
import { type Installation, install, pythonOf } from "./install.ts";
import { installerEnvironment } from "./installer-environment.ts";
import { countFiles } from "./integrity.ts";
import { ensurePython } from "./interpreter.ts";
import { ensureUv } from "./uv.ts";

/** A Python environment that {@link ensureVenv} builds where the cache does not have it. */
export interface VenvOptions {
  /** What is installed, as users read it: `LocalStack`. */
  title: string;
  /** A file of requirements with hashes. */
  requirements: string;
  /** The harness's cache folder; else the user's. */
  cache?: string | undefined;
  /** What belongs to the environment besides packages. */
  finish?: (installation: Installation) => Promise<void>;
  /** Called with a description of each step of a build. */
  onProgress?: ((step: string) => void) | undefined;
  /** Ends a build that is under way. */
  signal?: AbortSignal | undefined;
}

/** Written last, into an environment that is complete. */
interface Completion {
  interpreter: Python;
  /** How many files there are. */
  files: number;
}

export const COMPLETION = "complete.json";

const DAY_MS = 24 * 60 * 60 * 1000;
/** What nothing has used for so long is removed when something is built. */
const UNUSED_MS = 30 * DAY_MS;

/**
 * A virtual environment with what a lock asks for, in the user's cache folder: all projects of a machine share it. The
 * first call builds it, beside its place, so that what is there can be used meanwhile; two calls at once build it once.
 * It is built again when it is damaged, or when its Python has another version.
 * @returns its folder
 * @throws HarnessError as `ensurePython`, `ensureUv` and `install` do; the signal's reason
 */
export async function ensureVenv(options: VenvOptions): Promise<string> {
  const { cache = cacheFolder(), title, onProgress, signal } = options;
  const folder = join(cache, await folderName(options));
  try {
    if (await isComplete(folder)) return await used(folder);
    await makeFolder(cache);
    const onWait = () => onProgress?.(`waiting for another start, which installs ${title}`);
    return await withLock(folder, { onWait, signal }, async (held) => {
      if (await isComplete(folder)) return used(folder);
      await build(folder, cache, { ...options, signal: held });
      await removeUnused(cache, folder);
      return folder;
    });
  } catch (error) {
    throw fileError(folder, error);
  }
}

/** Makes the next call of {@link ensureVenv} build the environment again. */
export const discardVenv = (folder: string): Promise<void> => rm(join(folder, COMPLETION), { force: true });

/** Another lock, Python or machine has another folder: none is ever changed under those who use it. */
export async function folderName({
  title,
  requirements,
}: Pick<VenvOptions, "title" | "requirements">): Promise<string> {
  const hash = createHash("sha256")
    .update(await readFile(requirements))
    .update([PYTHON_VERSION, process.platform, process.arch, process.env.PYTHON ?? ""].join("\0"));
  return `${title.toLowerCase()}-${hash.digest("hex").slice(0, 16)}`;
}

async function build(folder: string, cache: string, options: VenvOptions): Promise<void> {
  const { title, requirements, finish, onProgress, signal } = options;
  const draft = `${folder}.new`;
  const temporary = `${folder}.tmp`;
  const clear = () =>
    Promise.all([draft, temporary].map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })));
  await clear();
  using _ = await removeIfKilled(draft, temporary);
  try {
    await makeFolder(temporary);
    const env = await installerEnvironment(temporary);
    const uvOptions = { cache, settings: env, onProgress, signal };
    const python = await ensurePython(uvOptions);
    const uv = await ensureUv(uvOptions);
    onProgress?.(`installing ${title}, once for this machine (Python ${python.version})`);
    const installation = { folder: draft, python, uv, env, requirements, temporary, signal };
    await install(installation);
    await finish?.(installation);
    const completion: Completion = { interpreter: python, files: await countFiles(draft, COMPLETION) };
    await writeFile(join(draft, COMPLETION), JSON.stringify(completion, undefined, 2));
    // what still runs from a damaged one keeps its open files, and finds the rest at the same place
    await rename(folder, join(temporary, "old")).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOENT") throw error;
    });
    await rename(draft, folder);
  } finally {
    // on a full disk that makes room again; what cannot be removed goes with the next build
    await clear().catch(() => {});
  }
}

async function isComplete(folder: string): Promise<boolean> {
  const completion = await readCompletion(folder);
  if (!completion) return false;
  // the interpreter may have been removed or replaced meanwhile, and files with it
  const version = execa(pythonOf(folder), ["-I", "-S", "-c", VERSION], { reject: false });
  const [{ stdout }, files] = await Promise.all([version, countFiles(folder, COMPLETION)]);
  return stdout === completion.interpreter.version && files >= completion.files;
}

const VERSION = 'import sys; print("%d.%d.%d" % sys.version_info[:3])';

async function readCompletion(folder: string): Promise<Completion | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, COMPLETION), "utf8")) as Completion;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || name === "SyntaxError") return undefined;
    throw error;
  }
}

/** Notes that a folder of the cache is used: by its time, since an environment is not written to. */
async function used(folder: string): Promise<string> {
  const now = new Date();
  await utimes(folder, now, now).catch((error: NodeJS.ErrnoException) => {
    // another user's cache, or one on a read-only disk, can be used all the same
    if (!/^(EACCES|EPERM|EROFS)$/.test(error.code ?? "")) throw error;
  });
  return folder;
}

/** Removes environments of other locks, and releases of uv, that nothing has used for long. */
async function removeUnused(cache: string, except: string): Promise<void> {
  for (const name of await readdir(cache)) {
    const path = join(cache, name);
    if (path === except || !/-[\d.a-f]+(\.(new|tmp))?$/.test(name)) continue;
    const age = Date.now() - (await stat(path)).mtimeMs;
    if (age > UNUSED_MS)
      await ifUnlocked(path.replace(/\.(new|tmp)$/, ""), () => rm(path, { recursive: true, force: true }));
  }
}
