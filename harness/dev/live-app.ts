import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Deployment } from "../config/config.ts";
import type { Project } from "../config/load.ts";
import { HarnessError } from "../core/errors.ts";
import type { AssemblyStack } from "../deploy/assembly.ts";
import type { Recording } from "../deploy/recording/recording.ts";
import { appCommand } from "../deploy/unchanged/recordable-app.ts";
import { stateRoot } from "../localstack/paths.ts";
import { BuildError } from "./code/bundle.ts";
import type { LiveFunction } from "./code/live-functions.ts";
import { LiveFunctions } from "./code/live-functions.ts";
import { Assets } from "./stacks/assets.ts";
import { LiveStacks } from "./stacks/live-stacks.ts";
import { checkAssembly } from "./synthesis/assembly-errors.ts";
import { WarmApp } from "./synthesis/warm-app.ts";
import { Unchanged } from "./unchanged.ts";
import type { Update } from "./update.ts";
import type { OutsideSources } from "./watcher.ts";

export interface LiveAppOptions {
  project: Project;
  endpoint: string;
  /** Where results of bundlers are kept from one synthesis to the next. */
  kept: string;
  signal: AbortSignal;
  onUpdate: (update: Update) => void;
}

/** Files that no app is made of: they are looked at only where the app has read them before. */
const INERT = /\.(md|mdx|log|txt~)$|\.(test|spec|suite)\.[cm]?[jt]sx?$|(^|[/\\])\.[^/\\]+$|~$/;

/** Files that editors write for a moment, which are of no function although they are in its folder. */
const PASSING = /(^|[/\\])(\.[^/\\]*\.sw[a-px]|\.#[^/\\]*|#[^/\\]*#|4913)$|~$/;

/** A deployed app that follows the changes of its files, by the smallest update that is right. */
export class LiveApp implements AsyncDisposable {
  readonly functions: LiveFunctions;
  readonly #options: LiveAppOptions;
  readonly #stacks: LiveStacks;
  #app: WarmApp | undefined;
  /** Files that the app's last run has read. */
  #inputs = new Set<string>();
  /** What is wrong now, so that it is said once. */
  #inspected: readonly string[] = [];
  readonly #failures = new Map<Update["kind"], string>();
  readonly #unchanged = new Unchanged();

  constructor(options: LiveAppOptions) {
    const { project, endpoint, signal } = options;
    const assets = new Assets();
    this.#options = options;
    this.functions = new LiveFunctions(project.root, assets);
    const { root, config } = project;
    this.#stacks = new LiveStacks({ endpoint, root, wanted: config.stacks, assets, signal });
  }

  /** Whether changes can be made without a deployment of the whole app. */
  get isLive(): boolean {
    return this.#app !== undefined;
  }

  /** Notes a deployment of the whole app. */
  async load(stacks: readonly AssemblyStack[], recording: Recording): Promise<void> {
    const { project, endpoint, kept } = this.#options;
    await this.#app?.[Symbol.asyncDispose]();
    await this.#stacks.note(stacks);
    await this.#note(stacks, recording, endpoint);
    this.#app = new WarmApp({
      root: project.root,
      command: await appCommand(project.root, project.config.app),
      recording,
      kept,
      folder: join(stateRoot(project.root), `dev-${new URL(endpoint).port || 80}`),
    });
    this.#failures.clear();
  }

  /** Starts what the next synthesis needs. Not before the deployment is removed, whose processor time it would take. */
  prepare(): void {
    this.#app?.prepare();
  }

  /** Gives functions the code for a debugger, now and whenever it changes. */
  async inspect(names: readonly string[]): Promise<void> {
    this.#inspected = names;
    const inspected = this.functions.all.filter(({ name }) => names.includes(name));
    await Promise.all(inspected.map((each) => each.inspect()));
  }

  async #note(stacks: readonly AssemblyStack[], recording: Recording, endpoint: string): Promise<void> {
    this.#inputs = new Set(recording.inputs);
    await this.functions.load(stacks, recording, endpoint);
    await this.inspect(this.#inspected);
  }

  /** Builds what a file belongs to already while others may still change. */
  foresee(path: string): void {
    for (const bundle of this.functions.bundles) if (bundle.inputs.has(path)) bundle.build().catch(() => {});
  }

  /** What the app is made of, in the project or not. */
  get sources(): Required<OutsideSources> {
    const bundled = this.functions.bundles.flatMap(({ inputs }) => [...inputs]);
    return { files: [...this.#inputs, ...bundled], folders: this.functions.copiedFolders };
  }

  /**
   * Brings changes of files to the functions that are made of them.
   * @param isOfSite whether a file belongs to the site, and needs nothing here
   * @returns whether stacks may have to change, too
   */
  async updateFunctions(paths: ReadonlySet<string>, isOfSite: (path: string) => boolean): Promise<boolean> {
    const all = this.functions.all;
    const known = (path: string) => this.#inputs.has(path) || isOfSite(path) || this.functions.isMadeOf(path);
    const changed = await this.#unchanged.without(paths);
    const unknown = changed.filter((path) => !known(path));
    const isRelevant = (path: string) =>
      !INERT.test(path) || (!PASSING.test(path) && this.functions.mayCopy(path));
    const relevant = unknown.filter(isRelevant);
    const isFailing = this.#failures.has("functions");
    const affected =
      relevant.length > 0 || isFailing
        ? all
        : all.filter(({ code }) => [...paths].some((path) => code.isMadeOf(path)));
    const isComplete = await this.#replace(affected, paths);
    const concernsStacks = changed.some(
      (path) => this.#inputs.has(path) || (!isOfSite(path) && this.functions.concernsStacks(path)),
    );
    return concernsStacks || relevant.length > 0 || this.#failures.has("stack") || !isComplete;
  }

  /** @returns whether all files are there that the functions are copies of: only a synthesis knows what they are without one */
  async #replace(functions: readonly LiveFunction[], paths: ReadonlySet<string>): Promise<boolean> {
    let isComplete = true;
    const start = performance.now();
    const failures = new Set<string>();
    const updated: string[] = [];
    const zips = new Map<LiveFunction["code"], Promise<Buffer>>();
    await Promise.all(
      functions.map(async (each) => {
        try {
          const making = zips.get(each.code) ?? each.code.make();
          zips.set(each.code, making);
          if (await each.update(await making)) {
            this.#stacks.noteCode(each.stackId, each.logicalId, each.hash);
            updated.push(each.name);
          }
        } catch (error) {
          if (error instanceof BuildError) failures.add(error.message);
          else if ((error as NodeJS.ErrnoException).code === "ENOENT") isComplete = false;
          else throw error;
        }
      }),
    );
    if (updated.length > 0)
      this.#report("functions", paths, start, `new code of ${updated.join(", ")}`, updated);
    if (functions.length > 0) this.#reportFailure("functions", paths, start, [...failures].join("\n"));
    return isComplete;
  }

  /**
   * Changes the stacks to what the app is made of now.
   * @returns the deployment, where stacks were changed
   */
  async synthesise(paths: ReadonlySet<string>, deployment: Deployment): Promise<Deployment | undefined> {
    const { signal, endpoint } = this.#options;
    const start = performance.now();
    const app = this.#app;
    if (!app) throw new TypeError("the app is not deployed yet");
    try {
      const { folder, recording } = await app.synthesise(signal);
      // while the stacks change
      app.prepare();
      const synthesised = performance.now();
      try {
        if ((await checkAssembly(folder)).needsLookups)
          throw new HarnessError(
            "CDKLOCAL_FAILED",
            "the CDK app looks up values that cdk.context.json does not have: press r, or start again, to deploy it",
          );
        const { text, stacks, deployment: changed } = await this.#stacks.apply(folder, deployment);
        this.#reportFailure("stack", paths, start, "");
        const took = `synthesised in ${Math.round(synthesised - start)} ms`;
        if (text) this.#report("stack", paths, start, `${text} (${took})`);
        await this.#note(stacks, recording, endpoint);
        return text ? changed : undefined;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof HarnessError)) throw error;
      this.#reportFailure("stack", paths, start, error.message);
      return undefined;
    } finally {
      if (!signal.aborted) app.prepare();
    }
  }

  #report(
    kind: Update["kind"],
    paths: Iterable<string>,
    start: number,
    text: string,
    functions?: string[],
  ): void {
    const { project, onUpdate } = this.#options;
    onUpdate({
      kind,
      changed: [...paths].map((path) => relative(project.root, path)).sort(),
      text,
      ...(functions && { functions }),
      durationMs: Math.round(performance.now() - start),
    });
  }

  /** Says once that something fails, and once that it does no longer. */
  #reportFailure(kind: Update["kind"], paths: Iterable<string>, start: number, text: string): void {
    const former = this.#failures.get(kind);
    if (text === (former ?? "")) return;
    if (text) {
      this.#failures.set(kind, text);
      this.#report("failure", paths, start, `${text}\n(the last good version goes on)`);
    } else {
      this.#failures.delete(kind);
      this.#report("recovery", paths, start, "the error is gone");
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#app?.[Symbol.asyncDispose](), this.functions[Symbol.asyncDispose]()]);
  }
}
