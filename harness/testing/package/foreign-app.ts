import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";
import { RunningCommand } from "../running-command.ts";

const APPS = join(import.meta.dirname, "apps");

/** A command that was called for its output. */
export interface Output {
  /** Undefined where a signal ended it. */
  exitCode: number | undefined;
  /** What it printed, errors included. */
  all: string;
}

/** A project of a user: a folder outside this repository. */
export class ForeignApp {
  readonly root: string;
  readonly #env: Record<string, string>;

  constructor(root: string, env: Record<string, string> = {}) {
    this.root = root;
    this.#env = { ...inject("world").env, ...env };
  }

  /** The same project on another machine's settings. */
  with(env: Record<string, string>): ForeignApp {
    return new ForeignApp(this.root, { ...this.#env, ...env });
  }

  /** Copies the files of `apps/<name>` into the project. */
  async add(name: string): Promise<void> {
    await mkdir(this.root, { recursive: true });
    await cp(join(APPS, name), this.root, { recursive: true });
  }

  async write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), content);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), "utf8");
  }

  /** Names of all files below a folder, without those of packages. */
  async files(folder = "."): Promise<string[]> {
    const entries = await readdir(join(this.root, folder), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("node_modules"))
      .map((entry) => join(entry.parentPath, entry.name).slice(this.root.length + 1));
  }

  /** Runs a command in the project. @throws where it fails, with all that it printed */
  async run(command: string, ...args: string[]): Promise<string> {
    const { exitCode, all } = await this.try(command, ...args);
    if (exitCode !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${exitCode}:\n${all}`);
    return all;
  }

  /** Starts a command that runs until the end of its scope. */
  start(command: string, ...args: string[]): RunningCommand {
    return new RunningCommand(command, command, args, { cwd: this.root, env: this.#env, extendEnv: false });
  }

  /** Runs a command that may fail. */
  async try(command: string, ...args: string[]): Promise<Output> {
    const { exitCode, all } = await execa(command, args, {
      cwd: this.root,
      env: this.#env,
      extendEnv: false,
      reject: false,
      all: true,
      stdin: "ignore",
    });
    return { exitCode, all };
  }
}
