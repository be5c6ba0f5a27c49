import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, sep } from "node:path";
import { CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { LambdaClient, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { clientConfig } from "../../aws/client-config.ts";
import { send } from "../../core/localstack-http.ts";
import type { AssemblyStack, FileAsset } from "../../deploy/assembly.ts";
import { type StackTarget, targetOf } from "../../deploy/deploy-stack.ts";
import type { RecordedBundle, Recording } from "../../deploy/recording/recording.ts";
import { type Assets, sha256 } from "../stacks/assets.ts";
import { codeKey, FUNCTION, type Resource, type Template } from "../stacks/template.ts";
import { Bundle } from "./bundle.ts";
import { Code, type Sources } from "./function-code.ts";
import { isInstalled } from "./installed.ts";

interface FunctionPlace {
  /** The stack's path in the app. */
  stackId: string;
  stackArn: string;
  physicalName: string;
  target: StackTarget;
}

/** A deployed function whose code can be replaced without its stack. */
export class LiveFunction {
  readonly name: string;
  readonly code: Code;
  /** `CodeSha256` of the code that it runs, or would run without a debugger. */
  hash: string;
  isInspected = false;
  readonly stackId: string;
  readonly stackArn: string;
  readonly logicalId: string;
  readonly #physicalName: string;
  readonly #target: StackTarget;
  #isNoted = false;

  constructor(logicalId: string, code: Code, hash: string, place: FunctionPlace) {
    this.logicalId = logicalId;
    this.name = place.physicalName;
    this.code = code;
    this.hash = hash;
    this.stackId = place.stackId;
    this.stackArn = place.stackArn;
    this.#physicalName = place.physicalName;
    this.#target = place.target;
  }

  get arn(): string {
    const { account, region } = this.#target;
    return `arn:aws:lambda:${region}:${account}:function:${this.#physicalName}`;
  }

  /**
   * Replaces its code by that of a zip file; invocations that run end on the code that they began with.
   * @returns whether it differs
   */
  async update(zipFile: Buffer): Promise<boolean> {
    const hash = sha256(zipFile);
    if (hash === this.hash) return false;
    await this.#replace(this.isInspected ? await this.code.make(true) : zipFile);
    this.hash = hash;
    return true;
  }

  /** Replaces its code by that for a debugger, now and with each update. */
  async inspect(): Promise<void> {
    this.isInspected = true;
    await this.#replace(await this.code.make(true));
  }

  async #replace(zipFile: Buffer): Promise<void> {
    const { endpoint } = this.#target;
    // first: whatever happens then, the next deployment of the stack sees a difference
    if (!this.#isNoted)
      await send(endpoint, "POST", "/_harness/stacks/drift", {
        stack: this.stackArn,
        resource: this.logicalId,
      });
    this.#isNoted = true;
    const client = new LambdaClient(clientConfig(endpoint, this.#target));
    try {
      await client.send(
        new UpdateFunctionCodeCommand({ FunctionName: this.#physicalName, ZipFile: zipFile }),
      );
    } finally {
      client.destroy();
    }
    await send(endpoint, "POST", "/_harness/functions/warm", { function: this.arn });
  }
}

/** The functions of a deployed app, and the bundles that they are made of. */
export class LiveFunctions implements AsyncDisposable {
  all: LiveFunction[] = [];
  /** What only the stacks bring to LocalStack: layers, functions with versions, and those of nested stacks. */
  #others: Code[] = [];
  /** Folders of files that the app copies into its assembly. */
  copiedFolders: readonly string[] = [];
  /** Physical names of all functions in Node.js. */
  nodeFunctions: string[] = [];
  readonly #root: string;
  readonly #assets: Assets;
  /** By the call of esbuild that made them. */
  readonly #bundles = new Map<string, Bundle[]>();

  constructor(root: string, assets: Assets) {
    this.#root = root;
    this.#assets = assets;
  }

  /** Whether a change of this file may change what only the stacks bring to LocalStack. */
  concernsStacks(path: string): boolean {
    return this.#others.some((code) => !code.isTraced || code.isMadeOf(path));
  }

  /** Whether a change of this file is known to change something. */
  isMadeOf(path: string): boolean {
    return this.#codes.some((code) => code.isMadeOf(path));
  }

  /** Whether a file is in a folder that is copied: of any name, it may belong to the copy. */
  mayCopy(path: string): boolean {
    return this.#codes.some((code) => code.mayCopy(path));
  }

  get #codes(): Code[] {
    return [...this.all.map(({ code }) => code), ...this.#others];
  }

  get bundles(): Bundle[] {
    return [...this.#bundles.values()].flat();
  }

  /** Looks at an assembly that has been deployed. */
  async load(stacks: readonly AssemblyStack[], recording: Recording, endpoint: string): Promise<void> {
    await this.#useBundles(recording);
    const sources: Sources = {
      bundles: this.bundles.filter(({ afterCommand }) => !afterCommand),
      copied: new Map(recording.copies.map(([from, to]) => [to, from])),
      isOwn: (path) => this.#isSource(path),
    };
    const own = recording.copies.map(([from]) => from).filter(sources.isOwn);
    this.copiedFolders = [...new Set(own.map((path) => dirname(path)))];
    this.#others = [];
    this.nodeFunctions = [];
    const found = await Promise.all(stacks.map((stack) => this.#functionsOf(stack, sources, endpoint)));
    this.all = found.flat();
  }

  /** Files of installed packages do not change, and temporary ones are not there later. */
  #isSource(path: string): boolean {
    const isTemporary = path.startsWith(tmpdir() + sep) && !path.startsWith(this.#root + sep);
    return !isTemporary && !isInstalled(path);
  }

  async #functionsOf(stack: AssemblyStack, sources: Sources, endpoint: string): Promise<LiveFunction[]> {
    const target = targetOf(stack, endpoint);
    const { Resources = {} } = JSON.parse(await readFile(stack.template, "utf8")) as Partial<Template>;
    const physical = await physicalNames(stack.name, target);
    const assets = stack.assets.filter((asset) => !isTemplate(asset));
    const codes = new Map(
      await Promise.all(assets.map(async (asset) => [asset, await Code.of(asset, sources)] as const)),
    );
    const nested = stack.assets.filter((asset) => isTemplate(asset) && asset.path !== stack.template);
    const nestedText = (await Promise.all(nested.map(({ path }) => readFile(path, "utf8")))).join("");
    const isInNested = ({ key }: FileAsset) => nestedText.includes(key);
    const live = new Set<FileAsset>();
    const byStack = new Set(assets.filter(isInNested));
    const functions = await Promise.all(
      Object.entries(Resources).map(async ([logicalId, resource]) => {
        const place = physical.get(logicalId);
        const runtime = resource.Type === FUNCTION ? String(resource.Properties?.Runtime) : "";
        if (place && runtime.startsWith("nodejs")) this.nodeFunctions.push(place.physicalName);
        const key = codeKey(resource);
        const asset = key === undefined ? undefined : assets.find((each) => each.key === key);
        const code = asset && codes.get(asset);
        if (!asset || !place || !code) return [];
        if (!code.isTraced || isInNested(asset) || isUsedElsewhere(logicalId, asset, Resources)) {
          byStack.add(asset);
          return [];
        }
        live.add(asset);
        return new LiveFunction(logicalId, code, await this.#assets.hashOf(asset), {
          ...place,
          stackId: stack.id,
          target,
        });
      }),
    );
    for (const [asset, code] of codes) if (!live.has(asset) || byStack.has(asset)) this.#others.push(code);
    return functions.flat();
  }

  async #useBundles({ bundles }: Recording): Promise<void> {
    const recorded = new Map(bundles.map((bundle) => [keyOf(bundle), bundle]));
    for (const [key, former] of this.#bundles) {
      if (recorded.has(key)) continue;
      this.#bundles.delete(key);
      await Promise.all(former.map((bundle) => bundle.dispose()));
    }
    for (const [key, bundle] of recorded) {
      const former = this.#bundles.get(key);
      const now = Bundle.allOf(this.#root, bundle);
      // what esbuild knows already stays
      this.#bundles.set(key, former ? now.map((each, at) => former[at]?.noted(each) ?? each) : now);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.bundles.map((bundle) => bundle.dispose()));
    this.#bundles.clear();
  }
}

/** What was asked for: what came of it differs from time to time. */
const keyOf = ({ outputs: _, ...call }: RecordedBundle): string => JSON.stringify(call);

/** The template of a stack or of a nested stack, which follows from what the app reads. */
const isTemplate = ({ path }: FileAsset): boolean => path.endsWith(".template.json");

/** A version of the function, which is made again with each code, or another resource with the same asset. */
function isUsedElsewhere(
  logicalId: string,
  { key }: FileAsset,
  resources: Record<string, Resource>,
): boolean {
  return Object.values(resources).some(({ Type, Properties = {} }) => {
    if (Type === FUNCTION) return false;
    if (Type === "AWS::Lambda::Version") return JSON.stringify(Properties).includes(`"${logicalId}"`);
    return JSON.stringify(Properties).includes(key);
  });
}

async function physicalNames(
  stackName: string,
  target: StackTarget,
): Promise<Map<string, { stackArn: string; physicalName: string }>> {
  const client = new CloudFormationClient(clientConfig(target.endpoint, target));
  try {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName: stackName }),
    );
    return new Map(
      StackResources.map(({ LogicalResourceId = "", PhysicalResourceId = "", StackId = "" }) => [
        LogicalResourceId,
        { stackArn: StackId, physicalName: PhysicalResourceId },
      ]),
    );
  } finally {
    client.destroy();
  }
}
