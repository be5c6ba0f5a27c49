import { createHash } from "node:crypto";
import { access, readFile, rm, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { execa } from "execa";
import { ENVIRONMENT_FOLDER, LOCALSTACK_FOLDER } from "../../harness/localstack/paths.ts";
import { withLock } from "../../harness/localstack/process/lock.ts";
import { run } from "../../harness/localstack/process/supervised-command.ts";
import { findPython } from "../../harness/localstack/python/find-python.ts";
import {
  installerEnvironment,
  uvSettingsOfPip,
} from "../../harness/localstack/python/installer-environment.ts";
import { findUv } from "../../harness/localstack/python/uv.ts";

/** With hashes. Nothing but this command needs it, so that it is no part of LocalStack's environment. */
const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
const FOLDER = join(LOCALSTACK_FOLDER, "cfn-lint");
const COMPLETE = join(FOLDER, "complete");

/** The linter could not be installed; the message holds what the installer said. */
export class LinterInstallError extends Error {
  override readonly name = "LinterInstallError";

  constructor(command: string, exitCode: number, output: string) {
    super(`cannot install cfn-lint: ${command} ended with ${exitCode}:\n${output.trim()}`);
  }
}

interface LinterOptions {
  onProgress: (step: string) => void;
  signal: AbortSignal;
}

/**
 * The command cfn-lint in an environment of its own, which the first call makes.
 * @throws LinterInstallError, `PythonNotFoundError`; the signal's reason
 */
export async function ensureCfnLint(options: LinterOptions): Promise<string> {
  const lock = createHash("sha256")
    .update(await readFile(REQUIREMENTS))
    .digest("hex");
  return withLock(FOLDER, { signal: options.signal }, async (signal) => {
    const complete = await readFile(COMPLETE, "utf8").catch(() => "");
    if (complete !== lock) {
      await rm(FOLDER, { recursive: true, force: true });
      await install({ ...options, signal });
      await writeFile(COMPLETE, lock);
    }
    return join(FOLDER, "bin", "cfn-lint");
  });
}

async function install({ onProgress, signal }: LinterOptions): Promise<void> {
  const env = installerEnvironment();
  const call = async (command: string, ...args: string[]) => {
    // not in the checkout: uv takes settings from the folders above the one it runs in
    const { exitCode, output } = await run(command, args, { env, cwd: parse(FOLDER).root, signal });
    if (exitCode !== 0) throw new LinterInstallError(`${command} ${args.join(" ")}`, exitCode, output);
    return output;
  };
  onProgress("installing cfn-lint, once for this checkout");
  const { path } = await findPython();
  await call(path, "-I", "-m", "venv", FOLDER);
  const python = join(FOLDER, "bin", "python");
  const locked = ["--quiet", "--require-hashes", "--only-binary", ":all:", "-r", REQUIREMENTS];
  const uv = await anyUv();
  if (uv) Object.assign(env, uvSettingsOfPip(await call(python, "-I", "-m", "pip", "config", "list")));
  if (uv) await call(uv, "pip", "install", "--python", python, ...locked);
  else await call(python, "-I", "-m", "pip", "install", ...locked);
}

/** One on this machine, or the one that came with LocalStack's environment. */
async function anyUv(): Promise<string | undefined> {
  const ours = join(ENVIRONMENT_FOLDER, "bin", "uv");
  const isThere = await access(ours).then(
    () => true,
    () => false,
  );
  return (await findUv()) ?? (isThere ? ours : undefined);
}

/** Why each of these checks is left out. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  W3005: "the CDK has each function wait for its role's policies by naming the role as well",
};

/** What the linter finds in templates, as it tells it; empty where it finds nothing. */
export async function lintTemplates(
  cfnLint: string,
  templates: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const args = [
    "--regions",
    "us-east-1",
    "--ignore-checks",
    ...Object.keys(LEFT_OUT),
    "--template",
    ...templates,
  ];
  const { exitCode, all } = await execa(cfnLint, args, { all: true, reject: false, cancelSignal: signal });
  signal.throwIfAborted();
  return exitCode === 0 ? "" : all || `cfn-lint ended with ${exitCode}`;
}
