import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { removeIfKilled } from "../core/files/remove-if-killed.ts";
import { temporaryFolder } from "../core/files/temporary-folder.ts";

/** The folders of one run of `dev`, which are removed with it, also if it is killed. */
export class PrivateFolders implements AsyncDisposable {
  /** Where results of bundlers are kept. */
  readonly kept: string;
  readonly #recordings: string;
  readonly #removal: Disposable;

  /** @param state the project's folder of state */
  static async make(state: string): Promise<PrivateFolders> {
    await mkdir(state, { recursive: true });
    const kept = await mkdtemp(join(state, "dev-bundles-"));
    const recordings = await mkdtemp(join(await temporaryFolder(), "cdk-recording-"));
    return new PrivateFolders(kept, recordings, await removeIfKilled(kept, recordings));
  }

  private constructor(kept: string, recordings: string, removal: Disposable) {
    this.kept = kept;
    this.#recordings = recordings;
    this.#removal = removal;
  }

  /** A new folder for what the processes of one synthesis record. */
  recordings(): Promise<string> {
    return mkdtemp(join(this.#recordings, "run-"));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const folder of [this.kept, this.#recordings]) await rm(folder, { recursive: true, force: true });
    this.#removal[Symbol.dispose]();
  }
}
