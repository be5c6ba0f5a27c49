import { createHash } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { HarnessError } from "../../core/errors.ts";
import { ENVIRONMENT_FOLDER, LOCALSTACK_FOLDER } from "../paths.ts";
import { withLock } from "../process/lock.ts";
import { run } from "../process/supervised-command.ts";
import { findPython } from "./find-python.ts";
import { installerEnvironment, uvSettingsOfPip } from "./installer-environment.ts";
import { findUv } from "./uv.ts";

/** Python tools that only one command needs, and that are therefore not part of LocalStack's environment. */
export interface PythonTools {
  /** Of the folder with their environment, such as `cfn-lint`. */
  name: string;
  /** The lock file: exact versions with hashes. */
  requirements: string;
}

interface ToolOptions {
  onProgress: (step: string) => void;
  signal: AbortSignal;
}

/**
 * Installs the tools on the first call, and again when their lock file changes.
 * @returns the folder that contains their commands
 * @throws HarnessError with the code `TOOLS_NOT_INSTALLED`, `PythonNotFoundError`; the signal's reason
 */
export async function ensureTools(tools: PythonTools, options: ToolOptions): Promise<string> {
  const folder = join(LOCALSTACK_FOLDER, tools.name);
  const complete = join(folder, "complete");
  const lock = createHash("sha256")
    .update(await readFile(tools.requirements))
    .digest("hex");
  return withLock(folder, { signal: options.signal }, async (signal) => {
    const installed = await readFile(complete, "utf8").catch(() => "");
    if (installed !== lock) {
      await rm(folder, { recursive: true, force: true });
      await install(tools, folder, { ...options, signal });
      await writeFile(complete, lock);
    }
    return join(folder, "bin");
  });
}

async function install(
  { name, requirements }: PythonTools,
  folder: string,
  { onProgress, signal }: ToolOptions,
): Promise<void> {
  const env = installerEnvironment();
  const call = async (command: string, ...args: string[]) => {
    // not in the checkout: uv reads settings from the folders above its working directory
    const { exitCode, output } = await run(command, args, { env, cwd: parse(folder).root, signal });
    if (exitCode !== 0) {
      const message = `cannot install ${name}: ${command} ${args.join(" ")} ended with ${exitCode}:\n${output.trim()}`;
      throw new HarnessError("TOOLS_NOT_INSTALLED", message);
    }
    return output;
  };
  onProgress(`installing ${name}, once for this checkout`);
  const { path } = await findPython();
  await call(path, "-I", "-m", "venv", folder);
  const python = join(folder, "bin", "python");
  const locked = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", requirements];
  const uv = await anyUv();
  if (uv) Object.assign(env, uvSettingsOfPip(await call(python, "-I", "-m", "pip", "config", "list")));
  if (uv) await call(uv, "pip", "install", "--python", python, ...locked);
  else await call(python, "-I", "-m", "pip", "install", ...locked);
}

/** One on this machine, or the one that came with LocalStack's environment. */
async function anyUv(): Promise<string | undefined> {
  const ours = join(ENVIRONMENT_FOLDER, "bin", "uv");
  const exists = await access(ours).then(
    () => true,
    () => false,
  );
  return (await findUv()) ?? (exists ? ours : undefined);
}
