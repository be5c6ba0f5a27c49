import { join } from "node:path";
import { HarnessError } from "../../core/errors.ts";
import { run } from "../process/supervised-command.ts";
import { findPython, PYTHON_VERSION, type Python, tryPython } from "./find-python.ts";
import { ensureUv, findUv, type UvOptions } from "./uv.ts";

/** The environment of uv. */
export type UvEnvironment = Record<string, string>;

/**
 * An interpreter of this machine, else one that uv finds or brings: the machine's own uv, or one that Node.js fetches.
 * @throws HarnessError `PYTHON_NOT_FOUND`, `PYTHON_UNUSABLE`; the signal's reason
 */
export async function ensurePython(options: UvOptions & { settings: UvEnvironment }): Promise<Python> {
  const found = await findPython();
  if ("path" in found) return found;
  try {
    return await pythonByUv(options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw pythonNotFound(found, error instanceof Error ? error.message : String(error), error);
  }
}

async function pythonByUv(options: UvOptions & { settings: UvEnvironment }): Promise<Python> {
  const { cache, settings, onProgress, signal } = options;
  const own = await findUv();
  const uv = own ?? (await ensureUv(options));
  const env = {
    // a fetched uv leaves nothing outside of the cache
    ...(own ? {} : { UV_PYTHON_INSTALL_DIR: pythonFolder(cache) }),
    ...settings,
    // for LocalStack only: no link to it among the user's own commands
    UV_PYTHON_INSTALL_BIN: "0",
  };
  const call = (...args: string[]) => run(uv, ["python", ...args, PYTHON_VERSION], { env, cwd: "/", signal });
  let python = await call("find");
  if (python.exitCode !== 0) {
    onProgress?.(`fetching Python ${PYTHON_VERSION} by uv`);
    const installed = await call("install");
    if (installed.exitCode !== 0) throw new Error(`${uv} python install: ${lastLine(installed.output)}`);
    python = await call("find");
  }
  const tried = await tryPython(lastLine(python.output));
  if (typeof tried === "string") throw new Error(`${uv} python find: ${lastLine(python.output)} ${tried}`);
  return tried;
}

/** Where a fetched uv keeps the interpreters that it brings. */
const pythonFolder = (cache: string): string => join(cache, "python");

const lastLine = (output: string): string => output.trim().split("\n").at(-1) ?? "";

/** No Python, and none could be fetched. */
function pythonNotFound(tried: readonly string[], why: string, cause: unknown): HarnessError {
  const there = tried.length > 0 ? ` (${tried.join("; ")})` : "";
  return new HarnessError(
    "PYTHON_NOT_FOUND",
    `no Python ${PYTHON_VERSION} on this machine${there}, and none could be fetched (${why}): ` +
      `install Python ${PYTHON_VERSION}, or name one with PYTHON=<path>, or use Docker: TARGET=container`,
    { cause },
  );
}
