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
  /** Whether the code of a function, or of something else, comes from files that are not known. */
  hasUntraced = false;
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

  get bundles(): Bundle[] {
    return [...this.#bundles.values()].flat();
  }

  /** Looks at an assembly that has been deployed. */
  async load(stacks: readonly AssemblyStack[], recording: Recording, endpoint: string): Promise<void> {
    await this.#useBundles(recording);
    const sources: Sources = {
      bundles: this.bundles,
      copied: new Map(recording.copies.map(([from, to]) => [to, from])),
      isOwn: (path) => this.#isSource(path),
    };
    const own = recording.copies.map(([from]) => from).filter(sources.isOwn);
    this.copiedFolders = [...new Set(own.map((path) => dirname(path)))];
    this.hasUntraced = false;
    this.nodeFunctions = [];
    const found = await Promise.all(stacks.map((stack) => this.#functionsOf(stack, sources, endpoint)));
    this.all = found.flat();
  }

  /** Files of packages do not change, and temporary ones are not there later. */
  #isSource(path: string): boolean {
    const isTemporary = path.startsWith(tmpdir() + sep) && !path.startsWith(this.#root + sep);
    return !isTemporary && !/[/\\]node_modules[/\\]/.test(path);
  }

  async #functionsOf(stack: AssemblyStack, sources: Sources, endpoint: string): Promise<LiveFunction[]> {
    const target = targetOf(stack, endpoint);
    const { Resources = {} } = JSON.parse(await readFile(stack.template, "utf8")) as Partial<Template>;
    const physical = await physicalNames(stack.name, target);
    const codes = new Map<FileAsset, Promise<Code>>();
    const functions = await Promise.all(
      Object.entries(Resources).map(async ([logicalId, resource]) => {
        const place = physical.get(logicalId);
        const runtime = resource.Type === FUNCTION ? String(resource.Properties?.Runtime) : "";
        if (place && runtime.startsWith("nodejs")) this.nodeFunctions.push(place.physicalName);
        const key = codeKey(resource);
        const asset = key === undefined ? undefined : stack.assets.find((each) => each.key === key);
        if (!asset || !place) return [];
        const making = codes.get(asset) ?? Code.of(asset, sources);
        codes.set(asset, making);
        const code = await making;
        if (!code.isTraced || isUsedElsewhere(logicalId, asset, Resources)) {
          this.hasUntraced = true;
          return [];
        }
        return new LiveFunction(logicalId, code, await this.#assets.hashOf(asset), {
          ...place,
          stackId: stack.id,
          target,
        });
      }),
    );
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
