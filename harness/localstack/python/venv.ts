import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { ENVIRONMENT_FOLDER } from "../paths.ts";
import { withLock } from "../process/lock.ts";
import { findPython, PYTHON_VERSION, type Python, PythonNotFoundError, tryPython } from "./find-python.ts";
import { install, pythonOf, REQUIREMENTS, UV_REQUIREMENT } from "./install.ts";
import { fileError } from "./install-errors.ts";
import { countFiles } from "./integrity.ts";
import { findUv, pythonByUv } from "./uv.ts";

export interface EnvironmentOptions {
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
  /** Else in the checkout. */
  folder?: string;
}

/** Written last, into an environment that is complete: one without it was interrupted, or is of another lock. */
interface Completion {
  /** The hash of all that decides what is installed. */
  lock: string;
  /** What `PYTHON` named, if anything. */
  asked: string;
  interpreter: Python;
  /** How many files there are. */
  files: number;
}

const COMPLETION = "complete.json";

/**
 * The Python interpreter of an environment in which LocalStack is installed. It is built by the first call, and anew
 * when the lock changes, when `PYTHON` names another interpreter, or when it is damaged; two calls at once build it once.
 * @throws PythonNotFoundError, PythonUnusableError and what `install` throws; the signal's reason
 */
export async function ensureEnvironment(options: EnvironmentOptions = {}): Promise<string> {
  const folder = options.folder ?? ENVIRONMENT_FOLDER;
  const { onProgress, signal } = options;
  const onWait = () => onProgress?.("waiting for another start, which builds the environment");
  try {
    const lock = await lockHash();
    if (await isComplete(folder, lock)) return pythonOf(folder);
    return await withLock(folder, { onWait, signal }, async (held) => {
      if (!(await isComplete(folder, lock))) await build(folder, lock, { ...options, signal: held });
      return pythonOf(folder);
    });
  } catch (error) {
    throw fileError(folder, error);
  }
}

/** Makes the next call build the environment anew. */
export async function discardEnvironment(folder = ENVIRONMENT_FOLDER): Promise<void> {
  await rm(join(folder, COMPLETION), { force: true });
}

async function build(folder: string, lock: string, options: EnvironmentOptions): Promise<void> {
  const { onProgress, signal } = options;
  // before all else: without an interpreter, what is there may still be of use
  const interpreter = await interpreterFor(options);
  await rm(folder, { recursive: true, force: true });
  try {
    await install({ folder, python: interpreter, onProgress, signal });
    const files = await countFiles(folder, COMPLETION);
    const completion: Completion = { lock, asked: process.env.PYTHON ?? "", interpreter, files };
    const draft = join(folder, `${COMPLETION}.new`);
    await writeFile(draft, JSON.stringify(completion, undefined, 2));
    await rename(draft, join(folder, COMPLETION));
  } catch (error) {
    // a full disk has room again; whatever cannot be removed lacks its completion, and goes with the next start
    await rm(folder, { recursive: true, force: true }).catch(() => {});
    throw error;
  }
}

/** An interpreter of this machine, or else one that uv brings where uv is there. */
async function interpreterFor({ onProgress, signal }: EnvironmentOptions): Promise<Python> {
  try {
    return await findPython();
  } catch (error) {
    const uv = error instanceof PythonNotFoundError ? await findUv() : undefined;
    if (!(error instanceof PythonNotFoundError) || !uv) throw error;
    onProgress?.(`fetching Python ${PYTHON_VERSION} by uv`);
    const brought = await pythonByUv(uv, PYTHON_VERSION, signal);
    const python = "path" in brought ? await tryPython(brought.path) : brought.why;
    if (typeof python === "string") throw error.withMore(`${uv} python install ${PYTHON_VERSION}: ${python}`);
    return python;
  }
}

async function lockHash(): Promise<string> {
  const hash = createHash("sha256").update(PYTHON_VERSION);
  for (const file of [REQUIREMENTS, UV_REQUIREMENT]) hash.update(await readFile(file));
  return hash.digest("hex");
}

async function isComplete(folder: string, lock: string): Promise<boolean> {
  const completion = await readCompletion(folder);
  if (completion?.lock !== lock) return false;
  const asked = process.env.PYTHON ?? "";
  if (asked !== "" && asked !== completion.asked) return false;
  // the interpreter behind it may have been removed, and files with it
  const runs = execa(pythonOf(folder), ["-I", "-S", "-c", ""], { reject: false });
  const [{ failed }, files] = await Promise.all([runs, countFiles(folder, COMPLETION)]);
  return !failed && files >= completion.files;
}

async function readCompletion(folder: string): Promise<Completion | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, COMPLETION), "utf8")) as Completion;
  } catch (error) {
    const { code, name } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || name === "SyntaxError") return undefined;
    throw error;
  }
}
