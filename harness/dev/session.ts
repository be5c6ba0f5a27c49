import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Deployment } from "../config/config.ts";
import { ProjectDeployment } from "../config/deploy-project.ts";
import { loadProject, type Project } from "../config/load.ts";
import type { Step } from "../core/steps.ts";
import { rememberStacks } from "../deploy/deployed-stacks.ts";
import { LiveApp } from "./live-app.ts";
import { readRecordings, recordingVariables } from "./synthesis/warm-app.ts";
import type { Update } from "./update.ts";
import { Watcher } from "./watcher.ts";
import { LiveSite } from "./website/live-site.ts";

export interface SessionOptions {
  project: Project;
  endpoint: () => string;
  context: Record<string, string>;
  signal: AbortSignal;
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
  #watcher: Watcher | undefined;
  #queue: Promise<void> = Promise.resolve();
  #pages: Promise<void> = Promise.resolve();
  #recordings = "";

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
    const { context, signal, endpoint } = this.#options;
    this.#recordings ||= await mkdtemp(join(tmpdir(), "cdk-recording-"));
    const recordings = join(this.#recordings, String(performance.now()));
    this.#site ??= await LiveSite.start(this.#project.root);
    const live = this.#site;
    await mkdir(recordings, { mode: 0o700 });
    const deployment = new ProjectDeployment(this.#project, {
      endpoint,
      context,
      signal,
      publishSite: (site, deployed) => live.publish(site, deployed),
      synthesis: {
        variables: recordingVariables({ root: this.#project.root, recordings }),
        onDeployed: async (stacks) => {
          const recording = await readRecordings(recordings);
          await rm(recordings, { recursive: true });
          this.#app ??= new LiveApp({
            project: this.#project,
            endpoint: endpoint(),
            signal,
            onUpdate: this.#options.onUpdate,
          });
          if (recording) await this.#app.load(stacks, recording);
        },
      },
    });
    this.#deployment = deployment;
    return [
      ...deployment.steps,
      {
        title: "Watch the project",
        run: async () => {
          this.#deployed = deployment.deployment;
          await rememberStacks(this.#project.root, endpoint(), deployment.deployment.stacks);
          this.#app?.prepare();
          await this.#watch();
          return undefined;
        },
      },
    ];
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
        // a user who edits a page looks at it: it waits for nothing
        this.#pages = this.#after(this.#pages, () => this.#publish(paths));
        this.#queue = this.#after(this.#queue, () => this.#follow(paths));
      },
    });
    this.#watcher.add(this.#app?.sources ?? []);
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
      this.#options.onUpdate({ kind: "failure", changed: [], text, durationMs: 0 });
    });
  }

  async #follow(paths: ReadonlySet<string>): Promise<void> {
    const { root, configFile } = this.#project;
    const settings = [...paths].filter(
      (path) => path === configFile || ["cdk.json", "cdk.context.json"].includes(relative(root, path)),
    );
    if (settings.length > 0 || !this.#app?.isLive) {
      this.#project = await loadProject(root);
      await this.#redeploy([...(settings.length > 0 ? settings : paths)]);
      return;
    }
    const isOfSite = (path: string) => this.#site?.isMadeOf(path) ?? false;
    const changed = await this.#app.follow(paths, this.deployment, isOfSite);
    this.#watcher?.add(this.#app.sources);
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
    this.#options.onUpdate({
      kind,
      changed: [...paths].map((path) => relative(this.#project.root, path)).sort(),
      text,
      durationMs: Math.round(performance.now() - start),
    });
  }

  async #redeploy(paths: readonly string[]): Promise<void> {
    const start = performance.now();
    await this.#options.runSteps(await this.steps());
    this.#report("deployment", paths, "deployed the whole app", start);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#watcher?.[Symbol.asyncDispose]();
    await Promise.all([this.#queue, this.#pages]);
    await this.#app?.[Symbol.asyncDispose]();
    await this.#site?.[Symbol.asyncDispose]();
    if (this.#recordings) await rm(this.#recordings, { recursive: true, force: true });
  }
}
