import { access, constants } from "node:fs/promises";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { run } from "../process/supervised-command.ts";
import { installerEnvironment } from "./installer-environment.ts";

/** Where uv's own installer and Homebrew put it, where the PATH leaves them out. */
const USUAL_FOLDERS = [".local/bin", ".cargo/bin"].map((folder) => join(homedir(), folder));

const TIMEOUT_MS = 15_000;

/** A uv that is on this machine and works. */
export async function findUv(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const folders = [
    ...(env.PATH ?? "").split(delimiter),
    ...USUAL_FOLDERS,
    "/opt/homebrew/bin",
    "/usr/local/bin",
  ];
  for (const folder of new Set(folders)) {
    if (folder === "") continue;
    const path = join(folder, "uv");
    const there = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (!there) continue;
    const { failed } = await execa(path, ["--version"], { reject: false, timeout: TIMEOUT_MS });
    if (!failed) return path;
  }
  return undefined;
}

/**
 * Has uv bring an interpreter, into its own folder.
 * @returns the interpreter's path, or why it cannot
 */
export async function pythonByUv(
  uv: string,
  version: string,
  signal?: AbortSignal,
): Promise<{ path: string } | { why: string }> {
  // for LocalStack only: no link to it among the person's own commands
  const env = { ...installerEnvironment(), UV_PYTHON_INSTALL_BIN: "0" };
  const call = (...args: string[]) => run(uv, args, { env, cwd: "/", signal });
  const installed = await call("python", "install", version);
  const found =
    installed.exitCode === 0 ? await call("python", "find", "--managed-python", version) : installed;
  const last = found.output.trim().split("\n").at(-1) ?? "";
  return found.exitCode === 0 ? { path: last } : { why: last };
}
