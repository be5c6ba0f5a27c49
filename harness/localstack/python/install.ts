import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../process/supervised-command.ts";
import type { Python } from "./find-python.ts";
import { installError } from "./install-errors.ts";

export interface Installation {
  /** Where the virtual environment goes; nothing is there before. It may be moved afterwards. */
  folder: string;
  python: Python;
  uv: string;
  /** The whole environment of uv. */
  env: Record<string, string>;
  /** A file of requirements with hashes. */
  requirements: string;
  /** A folder for temporary files. */
  temporary: string;
  signal?: AbortSignal | undefined;
}

/** The interpreter of a virtual environment. */
export const pythonOf = (folder: string): string => join(folder, "bin", "python");

/**
 * Makes a virtual environment with what a lock asks for; each file is compared with its hash.
 * @throws HarnessError `DISK_FULL`, `NOT_WRITABLE`, `INSTALL_FAILED` and those of `downloadError`; the signal's reason
 */
export async function install(installation: Installation): Promise<void> {
  const { folder, python, uv, requirements, temporary } = installation;
  const call = (...args: string[]) => callIn(installation, "uv", uv, args, installation.env);
  await call("venv", "--quiet", "--relocatable", "--no-project", "--python", python.path, folder);
  const lock = await readFile(requirements, "utf8");
  const locked = ["pip", "install", "--quiet", "--python", pythonOf(folder), "--require-hashes"];
  const builder = requirement(lock, "setuptools");
  if (builder) {
    // packages that are published as sources are built by what the lock names, which so comes first
    const file = join(temporary, "setuptools.txt");
    await writeFile(file, builder);
    await call(...locked, "-r", file);
  }
  const sources = builder ? "--no-build-isolation" : "--no-build";
  await call(...locked, sources, "--compile-bytecode", "-r", requirements);
}

/** One package's entry in a lock: its line, and the hashes below; empty where it has none. */
export function requirement(lock: string, name: string): string {
  const lines = lock.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${name}==`));
  if (start < 0) return "";
  const length = lines.slice(start).findIndex((line) => !line.endsWith("\\"));
  return `${lines.slice(start, start + length + 1).join("\n")}\n`;
}

/** Runs a step of an installation. */
export async function callIn(
  { folder, signal }: Pick<Installation, "folder" | "signal">,
  step: string,
  command: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<void> {
  // not in the project: uv takes settings from the folders above the one it runs in
  const { exitCode, output } = await run(command, args, { env, cwd: "/", signal });
  if (exitCode !== 0) throw installError(folder, step, exitCode, output, env);
}
