import { access, constants, readdir, realpath } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { HarnessError } from "../../core/errors.ts";

/** The Python that LocalStack 4.14.0 runs on. On older ones it says only "No component plugins found". */
export const PYTHON_VERSION = "3.13";

/** An interpreter that was tried and works. */
export interface Python {
  /** The interpreter's own file, without links and version managers. */
  path: string;
  /** Such as `3.13.0`. */
  version: string;
}

/** Says what an interpreter is. Free-threaded builds are left out: half of the packages have none for them. */
const PROBE = `
import sys, sysconfig
print(*sys.version_info[:3], sep=".", end=" ")
print(sys.implementation.name + ("t" if sysconfig.get_config_var("Py_GIL_DISABLED") else ""))
print(getattr(sys, "_base_executable", None) or sys.executable)
`;
const PROBE_TIMEOUT_MS = 15_000;

/** Tries an interpreter: one that exists may fail, as the shims of version managers do. Gives it, or says why not. */
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
 * Searches this machine for a Python 3.13: what `PYTHON` names and nothing else; else what is on the PATH, or beside a
 * version manager's shims there.
 * @returns the interpreter, or what was tried and why it does not work
 * @throws HarnessError `PYTHON_UNUSABLE`
 */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python | readonly string[]> {
  if (env.PYTHON) {
    const python = await tryPython(env.PYTHON);
    if (typeof python !== "string") return python;
    throw new HarnessError(
      "PYTHON_UNUSABLE",
      `PYTHON=${env.PYTHON} cannot run the embedded LocalStack: ${python}; name a Python ${PYTHON_VERSION}, ` +
        "or unset PYTHON to have one searched for",
    );
  }
  const tried: string[] = [];
  for await (const candidate of candidates(env)) {
    const python = await tryPython(candidate);
    if (typeof python !== "string") return python;
    tried.push(`${candidate} ${python}`);
  }
  return tried;
}

/** Interpreters that may work, the likely ones first; each once. */
async function* candidates(env: NodeJS.ProcessEnv): AsyncGenerator<string> {
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const named = (name: string) => folders.map((folder) => join(folder, name));
  const seen = new Set<string>();
  const isNew = async (path: string) => {
    if (seen.has(path) || !(await isExecutable(path))) return false;
    seen.add(path);
    return true;
  };
  for (const path of named(`python${PYTHON_VERSION}`)) if (await isNew(path)) yield path;
  for await (const path of besideShims(folders)) if (await isNew(path)) yield path;
  for (const path of [...named("python3"), ...named("python")]) {
    // where Apple's tools are not installed this one opens a window that offers them; and it is older than 3.13
    if (process.platform === "darwin" && path === "/usr/bin/python3") continue;
    if (await isNew(path)) yield path;
  }
}

/** A shim of pyenv, asdf or mise may run another version, while 3.13 is installed next to it; the newest first. */
async function* besideShims(folders: readonly string[]): AsyncGenerator<string> {
  for (const shims of folders.filter((folder) => /\/shims\/?$/.test(folder))) {
    for (const versions of [join(shims, "../versions"), join(shims, "../installs/python")]) {
      const names = (await readdir(versions).catch(() => [])).filter((name) =>
        name.startsWith(PYTHON_VERSION),
      );
      names.sort((a, b) => b.localeCompare(a, "en", { numeric: true }));
      for (const name of names) yield join(versions, name, "bin", `python${PYTHON_VERSION}`);
    }
  }
}

/** Whether a file can be executed. */
export const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
