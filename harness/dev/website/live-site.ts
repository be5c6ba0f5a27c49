import { resolve, sep } from "node:path";
import type { Deployment, Site } from "../../config/config.ts";
import { siteBucket } from "../../config/deploy-project.ts";
import { HarnessError } from "../../core/errors.ts";
import { type Publication, publicationText, publishWebsite, type WebsiteFile } from "../../deploy/website.ts";
import { Latest } from "../latest.ts";
import type { OutsideSources } from "../watcher.ts";
import { withReload } from "./live-page.ts";
import { ReloadServer } from "./reload-server.ts";
import { type SiteBuild, SiteBuilder } from "./site-builder.ts";

/** A published site whose pages reload when it is published again. */
export class LiveSite implements AsyncDisposable {
  readonly #root: string;
  readonly #builder: SiteBuilder;
  readonly #reload: ReloadServer;
  readonly #built = new Latest(() => this.#build());
  #site: Site | undefined;
  #deployment: Deployment | undefined;
  #inputs = new Set<string>();
  #loaded = new Set<string>();

  /** @param folder for files of a moment */
  static async start(root: string, folder: string): Promise<LiveSite> {
    return new LiveSite(root, new SiteBuilder(root, folder), await ReloadServer.start());
  }

  private constructor(root: string, builder: SiteBuilder, reload: ReloadServer) {
    this.#root = root;
    this.#builder = builder;
    this.#reload = reload;
  }

  get server(): ReloadServer {
    return this.#reload;
  }

  /** Publishes the site of a deployment, by settings that may be new. */
  async publish(site: Site, deployment: Deployment): Promise<string> {
    this.#site = site;
    this.#deployment = deployment;
    this.#builder.end();
    return publicationText(await this.#publish(false));
  }

  /** Whether a change of this file may change the site. */
  isMadeOf(path: string): boolean {
    const files = this.#site?.files;
    return (
      (typeof files === "string" && path.startsWith(resolve(this.#root, files) + sep)) ||
      this.#inputs.has(path)
    );
  }

  /** What the site is made of, in the project or not. */
  get sources(): Required<OutsideSources> {
    const files = this.#site?.files;
    return { files: this.#inputs, folders: typeof files === "string" ? [resolve(this.#root, files)] : [] };
  }

  /** Builds the site already while other files may still change. */
  foresee(path: string): void {
    if (this.#site && this.isMadeOf(path) && !this.#loaded.has(path)) this.#built.get().catch(() => {});
  }

  /**
   * Publishes the site as its files are now, and lets open pages reload.
   * @param paths the changed files
   * @returns what was published, in words; undefined where nothing has changed
   */
  async follow(paths: Iterable<string>, deployment: Deployment): Promise<string | undefined> {
    if (!this.#site) return undefined;
    this.#deployment = deployment;
    if ([...paths].some((path) => this.#loaded.has(path))) this.#builder.end();
    const publication = await this.#publish(true);
    if (publication.changed === 0 && publication.removed === 0) return undefined;
    this.#reload.reload();
    return publicationText(publication);
  }

  async #publish(onlyChanged: boolean): Promise<Publication> {
    const [site, deployment] = [this.#site, this.#deployment];
    if (!site || !deployment) throw new TypeError("there is no site");
    const { files, error, inputs, loaded } = await this.#built.get();
    this.#inputs = new Set(inputs);
    this.#loaded = new Set(loaded);
    if (error !== undefined) throw new HarnessError("SITE_FAILED", `the site cannot be built: ${error}`);
    const live = new Map([...files].map(([key, file]) => [key, this.#isPage(key) ? this.#live(file) : file]));
    return publishWebsite({ ...siteBucket(site, deployment), files: live, onlyChanged });
  }

  #build(): Promise<SiteBuild> {
    if (!this.#deployment) throw new TypeError("there is no site");
    return this.#builder.build(this.#deployment);
  }

  #isPage = (key: string): boolean => /\.html?$/i.test(key);

  #live(file: WebsiteFile): WebsiteFile {
    const html = typeof file.body === "string" ? file.body : Buffer.from(file.body).toString("utf8");
    return { ...file, body: withReload(html, this.#reload.origin) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#builder.end();
    await this.#reload[Symbol.asyncDispose]();
  }
}
