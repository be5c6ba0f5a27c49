import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { FSWatcher } from "chokidar";

export interface WatcherOptions {
  root: string;
  /** Folders of the project that it writes to, and is not made of. */
  outputs: readonly string[];
  /** Called at once. */
  onChange: (path: string) => void;
  /** Called with all files that changed, when none did for a moment. */
  onQuiet: (paths: Set<string>) => void;
  /** Called once with each reason why changes of some files are not seen. */
  onError: (reason: string) => void;
}

/** Milliseconds without a change after which a series of saves counts as done. */
const QUIET_MS = 150;
/** The same for a series that no user types: a branch switch, an installation. */
const MANY = 20;
const MANY_QUIET_MS = 500;
/** Milliseconds for which a lock of Git is respected: one that is older was left behind. */
const GIT_MS = 30_000;
const LOOK_MS = 20;

/** Files of the kernel, which some packages read. */
const VIRTUAL = /^\/(proc|sys|dev)\//;
/** What programs keep for themselves, such as `~/.cdk/cache`, in a path from the project. */
const HIDDEN = /(^|[/\\])\.(?!\.?([/\\]|$))[^/\\]*[/\\]/;
/** Python compiles a module into `__pycache__` when it imports it: no edit. */
const NEVER = new Set(["node_modules", ".git", ".localstack", "__pycache__"]);

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

/** What an app is made of outside its project, such as packages of a monorepo, or in a folder that is not watched. */
export interface OutsideSources {
  files: Iterable<string>;
  /** Folders of which every file may count. */
  folders?: Iterable<string>;
}

/** Watches the files of a project, and reports changes that belong together at once. */
export class Watcher implements AsyncDisposable {
  readonly #options: WatcherOptions;
  readonly #watcher: ClosingWatcher;
  readonly #gitLock: string | undefined;
  readonly #outside: Outside;
  readonly #errors = new Set<string>();
  #changed = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /** Returns once changes are seen. */
  static async start(options: WatcherOptions): Promise<Watcher> {
    const outputs = new Set(options.outputs.map((path) => resolve(options.root, path)));
    const outside = new Outside(options.root);
    const ignored = (path: string) => outputs.has(path) || outside.ignores(path);
    const chokidar = new ClosingWatcher({ ignored, ignoreInitial: true });
    const watcher = new Watcher(options, chokidar, outside, await gitLock(options.root));
    const ready = new Promise<void>((resolve) => chokidar.once("ready", resolve));
    chokidar.add(options.root);
    await ready;
    return watcher;
  }

  private constructor(
    options: WatcherOptions,
    watcher: ClosingWatcher,
    outside: Outside,
    lock: string | undefined,
  ) {
    this.#options = options;
    this.#outside = outside;
    this.#watcher = watcher;
    this.#gitLock = lock;
    for (const event of ["add", "change", "unlink"] as const)
      watcher.on(event, (path) => this.#note(resolve(options.root, path)));
    // not for what went away while it was looked at
    watcher.on("error", (error) => this.#reportError(errorText(error)));
  }

  /** Watches sources elsewhere, too. Those that are watched already are left as they are. */
  add(sources: OutsideSources): void {
    const places = this.#outside.add(sources);
    if (places.length > 0) this.#watcher.add(places);
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

  #reportError(reason: string): void {
    if (this.#errors.has(reason)) return;
    this.#errors.add(reason);
    this.#options.onError(reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher.close();
  }
}

/** Limits of Linux for one user: on watched files, and on programs that watch. */
const LIMITS: Record<string, string> = { ENOSPC: "max_user_watches", EMFILE: "max_user_instances" };

function errorText(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const limit = process.platform === "linux" && LIMITS[code];
  if (!limit)
    return `changes of some files are not seen (${message}): let your user read them, and start dev again`;
  const now = Number(readFileSync(`/proc/sys/fs/inotify/${limit}`, "utf8"));
  return `changes of some files are not seen, because the limit fs.inotify.${limit}=${now} is reached: double it (sudo sysctl fs.inotify.${limit}=${2 * now}), and start dev again`;
}

/** The files and folders that are watched although the project's watch does not come to them. */
class Outside {
  readonly #root: string;
  readonly #files = new Set<string>();
  readonly #folders = new Set<string>();
  /** Folders of the files: chokidar sees a file that was deleted and made again only with its folder. */
  readonly #parents = new Set<string>();

  constructor(root: string) {
    this.#root = root;
  }

  /** @returns what is to be watched in addition */
  add({ files, folders = [] }: OutsideSources): string[] {
    const places = new Set<string>();
    for (const folder of folders) {
      if (!this.#isOutside(folder) || this.#isInFolder(folder) || !existsSync(folder)) continue;
      this.#folders.add(folder);
      places.add(folder);
    }
    for (const file of files) {
      if (!this.#isOutside(file) || this.#files.has(file) || this.#isInFolder(file)) continue;
      if (!existsSync(file)) continue;
      const parent = dirname(file);
      this.#files.add(file);
      this.#parents.add(parent);
      places.add(parent).add(file);
    }
    return [...places];
  }

  /** Whether chokidar is to leave out a path that it comes to. */
  ignores(path: string): boolean {
    if (this.#isInProject(path)) return false;
    if (!this.#isOutside(path)) return true;
    return !(this.#files.has(path) || this.#parents.has(path) || this.#isInFolder(path));
  }

  #isInProject(path: string): boolean {
    if (path !== this.#root && !path.startsWith(this.#root + sep)) return false;
    const parts = relative(this.#root, path).split(sep);
    return !parts.some((part) => NEVER.has(part));
  }

  #isOutside(path: string): boolean {
    return !this.#isInProject(path) && !VIRTUAL.test(path) && !HIDDEN.test(relative(this.#root, path));
  }

  #isInFolder(path: string): boolean {
    for (let place = path; ; place = dirname(place)) {
      if (this.#folders.has(place)) return true;
      if (NEVER.has(basename(place)) || place === dirname(place)) return false;
    }
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
