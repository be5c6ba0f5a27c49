import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { FSWatcher } from "chokidar";

export interface WatcherOptions {
  root: string;
  /** Folders of the project that it writes to, and is not made of. */
  outputs: readonly string[];
  /** Called at once. */
  onChange: (path: string) => void;
  /** Called with all files that changed, when none did for a moment. */
  onQuiet: (paths: Set<string>) => void;
}

/** Milliseconds without a change after which a series of saves counts as done. */
const QUIET_MS = 150;
/** The same for a series that no user types: a branch switch, an installation. */
const MANY = 20;
const MANY_QUIET_MS = 500;
/** Milliseconds for which a lock of Git is respected: one that is older was left behind. */
const GIT_MS = 30_000;
const LOOK_MS = 20;

const NEVER = new Set(["node_modules", ".git", ".localstack"]);

/**
 * Stays closed. chokidar's opens again when a path is added, which it also does by itself when a file that it looks at is
 * removed while it closes; nothing would close it then, and the process would not end.
 */
class ClosingWatcher extends FSWatcher {
  #isClosed = false;

  override add(...args: Parameters<FSWatcher["add"]>): FSWatcher {
    return this.#isClosed ? this : super.add(...args);
  }

  override close(): Promise<void> {
    this.#isClosed = true;
    return super.close();
  }
}

/** Watches the files of a project, and reports changes that belong together at once. */
export class Watcher implements AsyncDisposable {
  readonly #options: WatcherOptions;
  readonly #watcher: ClosingWatcher;
  readonly #gitLock: string | undefined;
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /** Returns once changes are seen. */
  static async start(options: WatcherOptions): Promise<Watcher> {
    const outputs = new Set(options.outputs.map((path) => resolve(options.root, path)));
    const ignored = (path: string) =>
      outputs.has(path) ||
      relative(options.root, path)
        .split(sep)
        .some((part) => NEVER.has(part));
    const watcher = new ClosingWatcher({ ignored, ignoreInitial: true });
    watcher.add(options.root);
    await new Promise<void>((ready, fail) => watcher.once("ready", ready).once("error", fail));
    return new Watcher(options, watcher, await gitLock(options.root));
  }

  private constructor(options: WatcherOptions, watcher: ClosingWatcher, lock: string | undefined) {
    this.#options = options;
    this.#watcher = watcher;
    this.#gitLock = lock;
    for (const event of ["add", "change", "unlink"] as const)
      watcher.on(event, (path) => this.#note(resolve(options.root, path)));
    // a folder that went away while it was looked at
    watcher.on("error", () => {});
  }

  /** Watches files outside the project, too: sources of another package in a monorepo. */
  add(paths: Iterable<string>): void {
    const outside = [...paths].filter(
      (path) => !path.startsWith(this.#options.root + sep) && existsSync(path),
    );
    if (outside.length > 0) this.#watcher.add(outside);
  }

  #note(path: string): void {
    this.#options.onChange(path);
    if (this.#changed.size === 0) this.#since = performance.now();
    this.#changed.add(path);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#report(), this.#changed.size > MANY ? MANY_QUIET_MS : QUIET_MS);
  }

  #report(): void {
    const isBusy = this.#gitLock && existsSync(this.#gitLock) && performance.now() - this.#since < GIT_MS;
    if (isBusy) {
      this.#timer = setTimeout(() => this.#report(), LOOK_MS);
      return;
    }
    const changed = this.#changed;
    this.#changed = new Set();
    this.#options.onQuiet(changed);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }
}

/** The file that is there while Git changes files: `git switch` holds it from beginning to end. */
async function gitLock(root: string): Promise<string | undefined> {
  for (let folder = root; ; folder = join(folder, "..")) {
    const git = join(folder, ".git");
    if (existsSync(git)) {
      // in a worktree it is a file that names the folder
      const text = await readFile(git, "utf8").catch(() => "");
      const [, other] = /^gitdir: (.+)/.exec(text) ?? [];
      return join(other ? resolve(folder, other) : git, "index.lock");
    }
    if (folder === join(folder, "..")) return undefined;
  }
}
