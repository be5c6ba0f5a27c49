import { rm } from "node:fs/promises";
import { relative } from "node:path";
import type { Deployment } from "../config/config.ts";
import { ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject, type Project } from "../config/load.ts";
import { requirePlugin } from "../control/control.ts";
import type { Step } from "../core/steps.ts";
import { rememberStacks } from "../deploy/deployed-stacks.ts";
import { readRecordings, recordingVariables } from "../deploy/recording/recordings.ts";
import { stateRoot } from "../localstack/paths.ts";
import { announceDev } from "./attach.ts";
import { chooseFunctions } from "./inspect/choose-functions.ts";
import { Inspection } from "./inspect/inspection.ts";
import { LiveApp } from "./live-app.ts";
import { PrivateFolders } from "./private-folders.ts";
import type { Update } from "./update.ts";
import { Watcher } from "./watcher.ts";
import { LiveSite } from "./website/live-site.ts";

export interface SessionOptions {
  project: Project;
  endpoint: () => string;
  context: Record<string, string> | undefined;
  parameters: Record<string, string> | undefined;
  signal: AbortSignal;
  /** The functions that a debugger attaches to, or all. */
  inspect: readonly string[] | true | undefined;
  onUpdate: (update: Update) => void;
  /** Runs the steps of a deployment that a change asks for. */
  runSteps: (steps: readonly Step[]) => Promise<void>;
}

/** A deployed app and the watch over its files, until a signal. One change is brought to the app after the other. */
export class DevSession implements AsyncDisposable {
  readonly #options: SessionOptions;
  #project: Project;
  #deployment: ProjectDeployment | undefined;
  #deployed: Deployment | undefined;
  #app: LiveApp | undefined;
  #site: LiveSite | undefined;
  #inspection: Inspection | undefined;
  #announced: AsyncDisposable | undefined;
  #watcher: Watcher | undefined;
  /** Files that changed before the app was deployed, which may have read them before. */
  readonly #early = new Set<string>();
  /** Whether the last deployment of the whole app failed: no smaller update is enough then. */
  #isStale = false;
  /** What fails now, so that it is said once. */
  readonly #failures = new Set<string>();
  #folders: PrivateFolders | undefined;
  #queue: Promise<void> = Promise.resolve();
  #pages: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#project = options.project;
  }

  get deployment(): Deployment {
    if (!this.#deployed) throw new TypeError("the app is not deployed yet");
    return this.#deployed;
  }

  /** The steps of a deployment of the whole app. */
  async steps(): Promise<readonly Step[]> {
    const { context, parameters, signal, endpoint } = this.#options;
    await this.#watch();
    this.#folders ??= await PrivateFolders.make(stateRoot(this.#project.root));
    const recordings = await this.#folders.recordings();
    const { kept } = this.#folders;
    this.#site ??= await LiveSite.start(this.#project.root, await this.#folders.recordings());
    const live = this.#site;
    const deployment = new ProjectDeployment(this.#project, {
      endpoint,
      context,
      parameters,
      signal,
      publishSite: (site, deployed) => live.publish(site, deployed),
      synthesis: {
        variables: recordingVariables({ root: this.#project.root, recordings, kept }),
        onDeployed: async (stacks) => {
          const recording = await readRecordings(recordings);
          await rm(recordings, { recursive: true, force: true });
          await this.#app?.[Symbol.asyncDispose]();
          // with the settings as they are now
          this.#app = new LiveApp({
            project: this.#project,
            endpoint: endpoint(),
            kept,
            signal,
            onUpdate: (update) => {
              this.#options.onUpdate(update);
              if (update.functions) live.server.report(update.functions);
            },
          });
          if (recording) await this.#app.load(stacks, recording);
        },
      },
    });
    this.#deployment = deployment;
    return [
      ...deployment.steps,
      ...(this.#options.inspect ? [{ title: "Open the inspector", run: () => this.#inspect() }] : []),
      {
        title: "Watch the project",
        run: async () => {
          this.#deployed = deployment.deployment;
          await rememberStacks(this.#project.root, endpoint(), deployment.deployment.stacks);
          this.#announced ??= await announceDev(this.#project.root, {
            endpoint: endpoint(),
            updates: live.server.updates,
          });
          this.#app?.prepare();
          this.#watchSources();
          this.#take(this.#early);
          return undefined;
        },
      },
    ];
  }

  /** @returns where debuggers connect, by function */
  async #inspect(): Promise<string> {
    const { inspect = true, endpoint, signal } = this.#options;
    await requirePlugin(endpoint(), "the inspector of functions");
    const names = chooseFunctions(inspect, this.#app?.functions.nodeFunctions ?? []);
    this.#inspection ??= await Inspection.start({ endpoint: endpoint(), functions: names, signal });
    await this.#app?.inspect(names);
    return [...this.#inspection.ports].map(([name, port]) => `${name} at 127.0.0.1:${port}`).join(", ");
  }

  async #watch(): Promise<void> {
    this.#watcher ??= await Watcher.start({
      root: this.#project.root,
      outputs: ["cdk.out"],
      onChange: (path) => {
        this.#app?.foresee(path);
        this.#site?.foresee(path);
      },
      onQuiet: (paths) => {
        if (this.#deployed) this.#take(paths);
        else for (const path of paths) this.#early.add(path);
      },
      onError: (text) => this.#options.onUpdate({ kind: "failure", changed: [], text, durationMs: 0 }),
    });
  }

  /** Those outside the project; files in it are watched in any case. */
  #watchSources(): void {
    const { files = [], folders = [] } = this.#app?.sources ?? {};
    const ofSite = this.#site?.sources;
    this.#watcher?.add({
      files: [...files, ...(ofSite?.files ?? []), ...this.#project.configFiles],
      folders: [...folders, ...(ofSite?.folders ?? [])],
    });
  }

  #take(changed: Set<string>): void {
    const paths = new Set(changed);
    changed.clear();
    if (paths.size === 0) return;
    // a user who edits a page looks at it: it waits for nothing
    this.#pages = this.#after(this.#pages, () => this.#publish(paths));
    this.#queue = this.#after(this.#queue, () => this.#follow(paths));
  }

  /** Deploys the whole app again. */
  redeploy(): void {
    this.#queue = this.#after(this.#queue, () => this.#redeploy([]));
  }

  /** Does something when what was begun before is done. */
  #after(before: Promise<void>, act: () => Promise<void>): Promise<void> {
    return before.then(act).catch((error: unknown) => {
      if (this.#options.signal.aborted) return;
      const text = error instanceof Error ? error.message : String(error);
      if (this.#failures.has(text)) return;
      this.#failures.add(text);
      this.#options.onUpdate({ kind: "failure", changed: [], text, durationMs: 0 });
    });
  }

  async #follow(paths: ReadonlySet<string>): Promise<void> {
    const { root, configFiles } = this.#project;
    const settings = [...paths].filter(
      (path) => configFiles.includes(path) || ["cdk.json", "cdk.context.json"].includes(relative(root, path)),
    );
    if (settings.length > 0) this.#project = await loadProject(root);
    if (settings.length > 0 || !this.#app?.isLive)
      return this.#redeploy(settings.length > 0 ? settings : [...paths]);
    const isOfSite = (path: string) => this.#site?.isMadeOf(path) ?? false;
    const mayChangeStacks = await this.#app.updateFunctions(paths, isOfSite);
    // a module that another one has begun to import
    this.#watchSources();
    if (!mayChangeStacks) return;
    if (this.#isStale) return this.#redeploy([...paths]);
    const changed = await this.#app.synthesise(paths, this.deployment);
    this.#watchSources();
    if (!changed) return;
    this.#deployed = changed;
    await rememberStacks(root, changed.endpoint, changed.stacks);
    // outputs of the stacks may be in it
    await this.#publish(paths);
  }

  async #publish(paths: ReadonlySet<string>): Promise<void> {
    const start = performance.now();
    const published = await this.#site?.follow(paths, this.deployment);
    if (published) this.#report("site", paths, `site: ${published}`, start);
  }

  #report(kind: Update["kind"], paths: Iterable<string>, text: string, start: number): void {
    this.#failures.clear();
    this.#options.onUpdate({
      kind,
      changed: [...paths].map((path) => relative(this.#project.root, path)).sort(),
      text,
      durationMs: Math.round(performance.now() - start),
    });
  }

  async #redeploy(paths: readonly string[]): Promise<void> {
    const start = performance.now();
    this.#isStale = true;
    await this.#options.runSteps(await this.steps());
    this.#isStale = false;
    this.#report("deployment", paths, "deployed the whole app", start);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher?.[Symbol.asyncDispose]();
    await Promise.all([this.#queue, this.#pages]);
    await this.#announced?.[Symbol.asyncDispose]();
    await this.#inspection?.[Symbol.asyncDispose]();
    await this.#app?.[Symbol.asyncDispose]();
    await this.#site?.[Symbol.asyncDispose]();
    await this.#folders?.[Symbol.asyncDispose]();
  }
}
