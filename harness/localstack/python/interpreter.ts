import { join } from "node:path";
import { HarnessError } from "../../core/errors.ts";
import { diskError } from "../../core/files/file-errors.ts";
import { run } from "../process/supervised-command.ts";
import { findPython, PYTHON_VERSION, type Python, tryPython } from "./find-python.ts";
import { downloadError } from "./install-errors.ts";
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
    throw pythonNotFound(found, error);
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
  let found = await call("find");
  if (found.exitCode !== 0) {
    onProgress?.(`fetching Python ${PYTHON_VERSION} by uv`);
    const installed = await call("install");
    if (installed.exitCode !== 0) throw notBrought(cache, installed.output, env);
    found = await call("find");
  }
  const path = lastLine(found.output);
  const python = await tryPython(path);
  if (typeof python !== "string") return python;
  throw new HarnessError("PYTHON_UNUSABLE", `${uv} brings ${path}, which ${python}`);
}

/** The last of the causes that uv lists is the first. */
const notBrought = (cache: string, output: string, env: UvEnvironment): HarnessError =>
  diskError(pythonFolder(cache), output) ??
  downloadError("uv cannot fetch it", lastLine(output).replace(/^caused? ?(by)?: /i, ""), env, {
    mirror: "UV_PYTHON_INSTALL_MIRROR",
  });

/** Where a fetched uv keeps the interpreters that it brings. */
const pythonFolder = (cache: string): string => join(cache, "python");

const lastLine = (output: string): string => output.trim().split("\n").at(-1)?.trim() ?? "";

/** No Python, and none could be fetched. */
function pythonNotFound(tried: readonly string[], cause: unknown): HarnessError {
  const there = tried.length > 0 ? ` (${tried.join("; ")})` : "";
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HarnessError(
    "PYTHON_NOT_FOUND",
    `no Python ${PYTHON_VERSION} on this machine${there}, and ${why}; or install Python ${PYTHON_VERSION}, ` +
      "name one with PYTHON=<path>, or use Docker: TARGET=container",
    { cause },
  );
}
