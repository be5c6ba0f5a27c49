import { access, constants, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { versionFolders } from "./python-folders.ts";

/** The Python that LocalStack 4.14.0 runs on. On older ones it says only "No component plugins found". */
export const PYTHON_VERSION = "3.13";

/** No Python 3.13 is on this machine. */
export class PythonNotFoundError extends Error {
  override readonly name = "PythonNotFoundError";

  readonly #tried: readonly string[];

  constructor(tried: readonly string[]) {
    const list =
      tried.length > 0 ? tried.map((line) => `\n  ${line}`).join("") : " nothing that is called Python";
    super(
      `no usable Python ${PYTHON_VERSION} on this machine, which the embedded LocalStack needs. Tried:${list}\n` +
        `Install Python ${PYTHON_VERSION} (https://www.python.org/downloads/, \`uv python install ${PYTHON_VERSION}\`, ` +
        `\`pyenv install ${PYTHON_VERSION}\`), or name one with PYTHON=<path>, or use Docker: TARGET=container`,
    );
    this.#tried = tried;
  }

  /** The same, with one more thing that was tried. */
  withMore(tried: string): PythonNotFoundError {
    return new PythonNotFoundError([...this.#tried, tried]);
  }
}

/** The Python that the environment variable `PYTHON` names does not do. */
export class PythonUnusableError extends Error {
  override readonly name = "PythonUnusableError";

  constructor(path: string, why: string) {
    super(
      `PYTHON=${path} cannot run the embedded LocalStack: ${why}; name a Python ${PYTHON_VERSION}, ` +
        "or unset PYTHON to have one searched for",
    );
  }
}

/** An interpreter that was tried and does. */
export interface Python {
  /** The interpreter's own file, behind all links and version managers. */
  path: string;
  /** Such as `3.13.0`. */
  version: string;
}

/** Says what an interpreter is. Free-threaded builds are left out: half of the packages have none for them. */
const PROBE = `
import sys, sysconfig, venv
print(*sys.version_info[:3], sep=".", end=" ")
print(sys.implementation.name + ("t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""))
print(getattr(sys, "_base_executable", None) or sys.executable)
`;
const PROBE_TIMEOUT_MS = 15_000;

/** Tries an interpreter: one that is there may fail, as the shims of version managers do. Gives it, or says why not. */
export async function tryPython(path: string): Promise<Python | string> {
  const result = await execa(path, ["-I", "-c", PROBE], { reject: false, timeout: PROBE_TIMEOUT_MS });
  if (result.timedOut) return `no answer within ${PROBE_TIMEOUT_MS / 1_000} s`;
  if (result.code === "EACCES" || result.code === "ENOENT") return `cannot be run (${result.code})`;
  // execa's own message repeats the whole probe
  const end = result.exitCode === undefined ? (result.signal ?? result.code) : `exit code ${result.exitCode}`;
  if (result.failed) return `fails: ${lastLine(result.stderr) || end}`;
  const [about = "", executable = path] = result.stdout.split("\n");
  const [version = "", implementation] = about.split(" ");
  if (implementation !== "cpython")
    return `is ${implementation?.replace("cpythont", "a free-threaded CPython")} ${version}`;
  if (!version.startsWith(`${PYTHON_VERSION}.`)) return `is Python ${version}`;
  return { path: await realpath(executable), version };
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";

/**
 * Searches this machine for a Python 3.13: what `PYTHON` names and nothing else; else what is on the PATH; else the
 * folders where version managers keep theirs.
 * @throws PythonUnusableError, PythonNotFoundError
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  if (env.PYTHON) {
    const python = await tryPython(env.PYTHON);
    if (typeof python === "string") throw new PythonUnusableError(env.PYTHON, python);
    return python;
  }
  const tried = new Map<string, string>();
  for await (const candidate of candidates(env)) {
    const python = await tryPython(candidate);
    if (typeof python !== "string") return python;
    tried.set(candidate, python);
  }
  throw new PythonNotFoundError([...tried].map(([path, why]) => `${path}: ${why}`));
}

/** Interpreters that may do, the likely ones first; each once. */
async function* candidates(env: NodeJS.ProcessEnv): AsyncGenerator<string> {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const named = (name: string) => folders.map((folder) => join(folder, name));
  const seen = new Set<string>();
  const fresh = async (path: string) => {
    if (seen.has(path) || !(await isExecutable(path))) return false;
    seen.add(path);
    return true;
  };
  for (const path of named(`python${PYTHON_VERSION}`)) if (await fresh(path)) yield path;
  for await (const path of versionFolders(PYTHON_VERSION, env)) if (await fresh(path)) yield path;
  for (const path of [...named("python3"), ...named("python")]) {
    // where Apple's tools are not installed this one opens a window that offers them; and it is older than 3.13
    if (process.platform === "darwin" && path === "/usr/bin/python3") continue;
    if (await fresh(path)) yield path;
  }
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
