import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { extname, join } from "node:path";
import type { Deployment } from "../../config/config.ts";
import type { WebsiteFile } from "../../deploy/website.ts";

const PROCESS = join(import.meta.dirname, `builder-process${extname(import.meta.filename)}`);

/** The result of one build. */
export interface SiteBuild {
  files: Map<string, WebsiteFile>;
  /** Why there are no files. */
  error: string | undefined;
  /** Files that builds of this process have read so far. */
  inputs: string[];
  /** Those of the inputs that are code of the build. */
  loaded: string[];
}

/** Builds a project's site in another process, which stays for the next build. */
export class SiteBuilder {
  readonly #root: string;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  /** @param folder for files of a moment */
  constructor(root: string, folder: string) {
    this.#root = root;
    this.#folder = folder;
  }

  async build(deployment: Deployment): Promise<SiteBuild> {
    this.#process ??= fork(PROCESS, [this.#root, this.#folder], {
      cwd: this.#root,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      // out of the terminal's reach; it ends with the connection
      detached: true,
      execArgv: [],
    });
    const builder = this.#process;
    const over = new AbortController();
    const ended = once(builder, "exit", over).then(([code]) => {
      throw new Error(`the build of the site ended with code ${code}`);
    });
    const message = once(builder, "message", over);
    // one of them comes first, and ends the wait for the other
    for (const each of [ended, message]) each.catch(() => {});
    builder.send(deployment);
    try {
      const [built] = (await Promise.race([message, ended])) as [SiteBuild];
      return built;
    } catch (error) {
      this.end();
      throw error;
    } finally {
      over.abort();
    }
  }

  /** Ends the process. The next build has a new one. */
  end(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }
}
