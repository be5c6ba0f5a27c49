import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { extname, join } from "node:path";
import { temporaryFolder } from "../core/files/temporary-folder.ts";

const REMOVE_AFTER = join(import.meta.dirname, `remove-after${extname(import.meta.filename)}`);

/** The folders of one run of `dev`, which are removed with it, also if it is killed. */
export class PrivateFolders implements AsyncDisposable {
  /** Where results of bundlers are kept. */
  readonly kept: string;
  readonly #recordings: string;
  readonly #remover: ChildProcess;

  /** @param state the project's folder of state */
  static async make(state: string): Promise<PrivateFolders> {
    await mkdir(state, { recursive: true });
    const kept = await mkdtemp(join(state, "dev-bundles-"));
    const recordings = await mkdtemp(join(await temporaryFolder(), "cdk-recording-"));
    const remover = spawn(process.execPath, [REMOVE_AFTER, kept, recordings], {
      stdio: ["pipe", "ignore", "ignore"],
      // out of the terminal's reach
      detached: true,
      env: {},
    });
    await once(remover, "spawn");
    remover.unref();
    return new PrivateFolders(kept, recordings, remover);
  }

  private constructor(kept: string, recordings: string, remover: ChildProcess) {
    this.kept = kept;
    this.#recordings = recordings;
    this.#remover = remover;
  }

  /** A new folder for what the processes of one synthesis record. */
  recordings(): Promise<string> {
    return mkdtemp(join(this.#recordings, "run-"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const folder of [this.kept, this.#recordings]) await rm(folder, { recursive: true, force: true });
    if (this.#remover.exitCode !== null || this.#remover.signalCode !== null) return;
    const ended = once(this.#remover, "exit");
    this.#remover.kill("SIGKILL");
    await ended;
  }
}
