import { readFile, writeFile } from "node:fs/promises";
import { join, parse } from "node:path";
import { run } from "../process/supervised-command.ts";
import type { Python } from "./find-python.ts";
import { DownloadError, InstallError, InstallerMissingError, installError } from "./install-errors.ts";
import { installerEnvironment, uvSettingsOfPip } from "./installer-environment.ts";
import { serviceCatalogBuilder } from "./service-catalog.ts";
import { findUv } from "./uv.ts";

export interface Installation {
  /** Where the virtual environment comes; nothing is there before. */
  folder: string;
  python: Python;
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** What LocalStack needs, with hashes. */
export const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");
/** An installer several times as fast as pip, with hashes. */
export const UV_REQUIREMENT = join(import.meta.dirname, "uv.txt");

/** The interpreter of a virtual environment. */
export const pythonOf = (folder: string): string => join(folder, "bin", "python");

/** What part of an installation is done by: for one, a command that takes what `pip install` takes. */
interface Installer {
  name: string;
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
}

/**
 * Makes a virtual environment with all that LocalStack needs; each file is checked against the lock.
 * @throws InstallerMissingError, DiskFullError, WritePermissionError, DownloadError, InstallError; the signal's reason
 */
export async function install(installation: Installation): Promise<void> {
  await makeEnvironment(installation);
  const { folder } = installation;
  const builder = {
    name: "localstack.aws.spec",
    command: pythonOf(folder),
    ...(await serviceCatalogBuilder(folder)),
  };
  await call(installation, builder, []);
}

async function makeEnvironment(installation: Installation): Promise<void> {
  const { folder, python, onProgress } = installation;
  onProgress?.(`making an environment of Python ${python.version}`);
  await call(installation, { name: "venv", command: python.path, args: ["-I", "-m", "venv"] }, [
    "--without-pip",
    folder,
  ]);
  const uv = await uvInstaller(installation);
  onProgress?.("installing LocalStack and what it needs, once for this checkout");
  if (uv && (await triedAll(installation, uv))) return;
  await ensurePip(installation);
  if (uv) onProgress?.("uv could not install it: trying pip, which takes longer");
  await installAll(installation, pipInstaller(folder));
}

/** uv as it is on this machine, or else from the package index; `undefined` where the index has none for this machine. */
async function uvInstaller(installation: Installation): Promise<Installer | undefined> {
  const { folder, onProgress } = installation;
  const args = ["pip", "install", "--quiet", "--python", pythonOf(folder)];
  const uv = await findUv();
  if (uv) return { name: "uv", command: uv, args };
  onProgress?.("fetching the installer uv");
  await ensurePip(installation);
  const pip = pipInstaller(folder);
  try {
    await call(installation, pip, ["--require-hashes", "--only-binary", ":all:", "-r", UV_REQUIREMENT]);
  } catch (error) {
    if (isInstallersFault(error)) return undefined;
    throw error;
  }
  const configuration = await runIn(installation, pip.command, ["-I", "-m", "pip", "config", "list"]);
  const env = uvSettingsOfPip(configuration.output);
  return { name: "uv", command: join(folder, "bin", "uv"), args, env };
}

const pipInstaller = (folder: string): Installer => ({
  name: "pip",
  command: pythonOf(folder),
  args: ["-I", "-m", "pip", "install", "--quiet", "--no-compile", "--retries", "2"],
});

async function ensurePip(installation: Installation): Promise<void> {
  const { folder, python } = installation;
  const ensurepip = { name: "ensurepip", command: pythonOf(folder), args: ["-I", "-m", "ensurepip"] };
  try {
    await call(installation, ensurepip, []);
  } catch (error) {
    if (error instanceof InstallError && /No module named '?ensurepip/.test(error.message))
      throw new InstallerMissingError(python.path, python.version);
    throw error;
  }
}

async function triedAll(installation: Installation, installer: Installer): Promise<boolean> {
  try {
    await installAll(installation, installer);
    return true;
  } catch (error) {
    if (isInstallersFault(error)) return false;
    throw error;
  }
}

/** Whether another installer may succeed: it reaches the index by other ways, or has other builds. */
const isInstallersFault = (error: unknown): boolean =>
  error instanceof DownloadError || error instanceof InstallError;

/** What the lock asks for: first what builds the packages that come as sources, then all the rest, without any other. */
async function installAll(installation: Installation, installer: Installer): Promise<void> {
  const builder = join(installation.folder, "setuptools.txt");
  await writeFile(builder, requirement(await readFile(REQUIREMENTS, "utf8"), "setuptools"));
  const locked = ["--require-hashes", "--no-build-isolation", "-r"];
  await call(installation, installer, [...locked, builder]);
  await call(installation, installer, [...locked, REQUIREMENTS]);
}

/** One package's entry in a lock: its line, and the hashes below. */
export function requirement(lock: string, name: string): string {
  const lines = lock.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`${name}==`));
  const length = lines.slice(start).findIndex((line) => !line.endsWith("\\"));
  return `${lines.slice(start, start + length + 1).join("\n")}\n`;
}

async function call(
  installation: Installation,
  installer: Installer,
  more: readonly string[],
): Promise<void> {
  const { command, args, env, name } = installer;
  const { exitCode, output } = await runIn(installation, command, [...args, ...more], env);
  if (exitCode !== 0) throw installError(installation.folder, name, exitCode, output);
}

const runIn = (
  { folder, signal }: Installation,
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
) =>
  run(command, args, {
    env: { ...installerEnvironment(), ...env },
    // not the checkout: uv takes settings from the folders above the one it runs in
    cwd: parse(folder).root,
    signal,
  });
