import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { clientConfig } from "../aws/client-config.ts";
import { HarnessError } from "../core/errors.ts";
import { assertPeers } from "../core/installation/peers.ts";
import type { Step } from "../core/steps.ts";
import { selectStacks } from "../deploy/assembly.ts";
import { deploy, mergedOutputs, type SynthesisOptions } from "../deploy/deploy.ts";
import { deployedStacks, rememberedStacks } from "../deploy/deployed-stacks.ts";
import { publicationText, publishWebsite, type WebsiteFile, type WebsiteOptions } from "../deploy/website.ts";
import { verifySender } from "../mail/verify-sender.ts";
import type { Deployment, Site } from "./config.ts";
import type { Project } from "./load.ts";
import { assertOutputs, outputOf } from "./named-outputs.ts";

/** Where and how {@link ProjectDeployment} deploys. */
export interface ProjectDeploymentOptions {
  /** Asked when the first step runs: only then is it known of a LocalStack that an earlier step starts. */
  endpoint: () => string;
  /** Context values that come before those of the project. */
  context?: Record<string, string> | undefined;
  /** Values of parameters that come before those of the project. */
  parameters?: Record<string, string> | undefined;
  signal: AbortSignal;
  synthesis?: SynthesisOptions;
  /** Whether an app that is deployed already, and has not changed since, is not synthesised. */
  remember?: boolean | undefined;
  /** Publishes the site in place of the deployment. */
  publishSite?: (site: Site, deployment: Deployment) => Promise<string>;
}

/** Takes a project's app into a running LocalStack: hooks, stacks, senders, site. */
export class ProjectDeployment {
  readonly steps: readonly Step[];
  readonly #project: Project;
  readonly #options: ProjectDeploymentOptions;
  #deployment: Deployment | undefined;

  /** @throws HarnessError `PEER_MISSING`, before a step starts anything */
  constructor(project: Project, options: ProjectDeploymentOptions) {
    assertPeers(project.root);
    this.#project = project;
    this.#options = options;
    const { senders, site, beforeDeploy, afterDeploy } = project.config;
    const endpoint = () => options.endpoint();
    this.steps = [
      ...(beforeDeploy
        ? [{ title: "Run beforeDeploy", run: async () => silent(beforeDeploy({ endpoint: endpoint() })) }]
        : []),
      { title: "Deploy the stacks", run: (report) => this.#deploy(report) },
      ...(senders ? [{ title: "Verify the senders", run: () => this.#verifySenders() }] : []),
      ...(site ? [{ title: "Publish the site", run: () => this.publishSite(site) }] : []),
      ...(afterDeploy
        ? [{ title: "Run afterDeploy", run: async () => silent(afterDeploy(this.deployment)) }]
        : []),
    ];
  }

  /** The deployed app, after the steps. */
  get deployment(): Deployment {
    if (!this.#deployment) throw new TypeError("the app is not deployed yet");
    return this.#deployment;
  }

  async #deploy(onProgress: (step: string) => void): Promise<string | undefined> {
    const { root, config } = this.#project;
    const { context = {}, parameters = {}, signal, synthesis, remember } = this.#options;
    const endpoint = this.#options.endpoint();
    const own = typeof config.context === "function" ? await config.context({ endpoint }) : config.context;
    const { app, stacks } = config;
    const deployed = await deploy({
      endpoint,
      root,
      app,
      stacks,
      context: { ...own, ...context },
      parameters: { ...config.parameters, ...parameters },
      onProgress,
      signal,
      synthesis,
      remember,
    });
    this.#deployment = { ...deployed, endpoint };
    assertOutputs(deployed, config);
    if (!deployed.synthesised) return "unchanged, not synthesised";
    return deployed.changed ? undefined : "unchanged";
  }

  async #verifySenders(): Promise<string> {
    const { senders = [] } = this.#project.config;
    const names = typeof senders === "function" ? await senders(this.deployment) : senders;
    // an identity of SES belongs to one account and region
    const places = new Map(
      this.deployment.stacks.map((stack) => [`${stack.account}/${stack.region}`, stack]),
    );
    for (const place of places.values())
      for (const name of names) await verifySender(this.deployment.endpoint, name, place);
    return names.join(", ");
  }

  /** Publishes the project's site for the app that is deployed. */
  async publishSite(site: Site): Promise<string> {
    return this.#options.publishSite
      ? this.#options.publishSite(site, this.deployment)
      : publishSite(this.#project.root, site, this.deployment);
  }
}

/** @throws HarnessError `OUTPUT_MISSING`, `SITE_MISSING` */
export async function publishSite(root: string, site: Site, deployment: Deployment): Promise<string> {
  const files = await siteFiles(root, site, deployment);
  return publicationText(await publishWebsite({ ...siteBucket(site, deployment), files }));
}

/** The files of a project's site, built for a deployment. */
export async function siteFiles(
  root: string,
  { files }: Site,
  deployment: Deployment,
): Promise<Map<string, WebsiteFile>> {
  return typeof files === "string" ? folder(join(root, files)) : files(deployment);
}

/** Where a project's site goes. */
export function siteBucket(
  site: Pick<Site, "bucket">,
  deployment: Deployment,
): Pick<WebsiteOptions, "endpoint" | "bucket"> {
  const bucket = outputOf(deployment, site.bucket, "site.bucket");
  const owner = deployment.stacks.find(({ outputs }) => site.bucket in outputs);
  return { endpoint: clientConfig(deployment.endpoint, owner), bucket };
}

async function folder(path: string): Promise<Map<string, WebsiteFile>> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder)
    throw new HarnessError("SITE_MISSING", `${path} is no folder: build the site first, or set site.files`);
  const keys = await glob("**/*", { cwd: path, dot: true });
  return new Map(
    await Promise.all(keys.map(async (key) => [key, { body: await readFile(join(path, key)) }] as const)),
  );
}

async function silent(hook: Promise<void> | void): Promise<undefined> {
  await hook;
  return undefined;
}

/**
 * A project's app as it is deployed in a running LocalStack: the stacks that a command of this project deployed there, or
 * else all stacks, of which `stacks` in harness.config.ts selects some.
 * @throws HarnessError `STACK_UNKNOWN` where a stack of the project is not deployed
 */
export async function deployedProject(
  { root, config }: Project,
  endpoint: string,
  signal?: AbortSignal,
): Promise<Deployment> {
  const found = await deployedStacks(endpoint, signal);
  const remembered = await rememberedStacks(root, endpoint);
  const stacks = remembered?.flatMap(({ id, name, account, region }) => {
    const stack = found.find(
      (each) => each.name === name && each.account === account && each.region === region,
    );
    return stack ? [{ ...stack, id }] : [];
  });
  // a LocalStack that was started again has none of them
  const chosen = stacks?.length ? stacks : selectStacks(found, config.stacks);
  const outputs = mergedOutputs(chosen);
  return { endpoint, stacks: chosen, outputs, changed: false, synthesised: false, withoutEffect: [] };
}
