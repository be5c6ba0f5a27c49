import fs from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { before, beforeLoads, pathOf, within } from "./before-calls.ts";
import { Unseen } from "./record-unseen.ts";
import { recordVariables } from "./record-variables.ts";
import type { InputRecording } from "./recording.ts";

/** Functions of `node:fs` that depend on one file, or on whether it is there. */
const LOOKS = [
  "access",
  "accessSync",
  "copyFile",
  "copyFileSync",
  "createReadStream",
  "exists",
  "existsSync",
  "lstat",
  "lstatSync",
  "open",
  "openAsBlob",
  "openSync",
  "readFile",
  "readFileSync",
  "readlink",
  "readlinkSync",
  "realpath",
  "realpathSync",
  "stat",
  "statSync",
];
const LISTS = ["opendir", "opendirSync", "readdir", "readdirSync"];
/** Functions that read folders without calling those above. */
const WALKS = ["cp", "cpSync", "glob", "globSync"];

/** What an app's process depends on, from now to its end. */
export class Inputs {
  readonly unseen = new Unseen();
  /** Folders with what the CDK has written, and no part of the app is. */
  readonly #written: readonly string[];
  readonly #looked = new Set<string>();
  readonly #listed = new Set<string>();
  /** Found by a search: another file may be found first. */
  readonly #found = new Set<string>();
  readonly #variables = recordVariables();

  /** @param assembly the folder that the app is synthesised to: what is in it, the app has written */
  constructor(assembly: string) {
    // fingerprints there have the state of their file as the key
    this.#written = [assembly, join(homedir(), ".cdk", "cache")];
    for (const functions of [fs, fs.promises]) {
      for (const name of LOOKS) before(functions, name, (path, flags) => this.#look(path, flags));
      for (const name of LISTS)
        before(functions, name, (path, options) => {
          if ((options as { recursive?: unknown } | undefined)?.recursive)
            this.unseen.note(`calls fs.${name}`);
          this.#note(this.#listed, path);
        });
      for (const name of WALKS) before(functions, name, () => this.unseen.note(`calls fs.${name}`));
    }
    const { realpathSync } = fs;
    before(realpathSync as never, "native", (path) => this.#look(path));
    before(process, "loadEnvFile", (path = ".env") => this.#look(path));
    for (const option of process.execArgv) {
      const [, file] = /^--env-file(?:-if-exists)?=(.*)$/.exec(option) ?? [];
      if (file) this.#look(file);
      else if (/^--(env-file|experimental-(default-)?config-file|snapshot-blob)/.test(option))
        this.unseen.note(`has the option ${option}`);
    }
    syncBuiltinESMExports();
    if (!beforeLoads((file) => this.#note(this.#found, file)))
      this.unseen.note("runs on a Node.js that does not say what it loads");
  }

  /** Notes the files that a bundler has found. */
  find(files: readonly string[]): void {
    for (const file of files) this.#note(this.#found, file);
  }

  recorded(): InputRecording {
    const modules = Object.keys(module.createRequire(import.meta.url).cache);
    return {
      looked: [...this.#looked],
      listed: [...this.#listed],
      found: [...new Set([...this.#found, ...modules])],
      ...this.#variables(),
      unseen: this.unseen.reasons,
    };
  }

  #look(path: unknown, flags?: unknown): void {
    // what is opened to be written is a result
    if (typeof flags === "string" && /^[wa]/.test(flags)) return;
    this.#note(this.#looked, path);
  }

  #note(paths: Set<string>, path: unknown): void {
    const file = pathOf(path);
    if (file !== undefined && !this.#isWritten(file)) paths.add(file);
  }

  #isWritten(file: string): boolean {
    return this.#written.some((folder) => file === folder || within(folder, file));
  }
}
