import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HarnessError } from "../core/errors.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";

/** One stack of a synthesised CDK app. */
export interface AssemblyStack {
  /** Its path in the app, by which the CDK's command line selects it: `Orders`, or `Prod/Orders` in a Stage. */
  id: string;
  /** Its name in CloudFormation, which `stackName` may set. */
  name: string;
  /** Undefined where the app leaves it to the environment. */
  account: string | undefined;
  region: string | undefined;
  /** Paths of the stacks that must be deployed before. */
  dependencies: string[];
  /** The SSM parameter with the version of the bootstrap stack, if the synthesizer checks it. */
  bootstrapParameter: string | undefined;
  /** The file of its template. */
  template: string;
  /** Files that CloudFormation and its resources take from buckets. */
  assets: FileAsset[];
  tags: Record<string, string>;
  /** Values of the template's parameters that belong to the deployment: the assets of the legacy synthesizer. */
  parameters: Record<string, string>;
}

/** A file or folder of a cloud assembly that is uploaded. */
export interface FileAsset {
  /** Absolute. */
  path: string;
  /** How a folder is uploaded: as a zip file. */
  packaging: "file" | "zip";
  /** May hold `${AWS::AccountId}` and `${AWS::Region}`, as the key may. */
  bucket: string;
  key: string;
}

/** The fields of a cloud assembly that the harness reads. @see https://github.com/aws/aws-cdk-cli/tree/main/packages/@aws-cdk/cloud-assembly-schema */
interface Manifest {
  artifacts?: Record<string, Artifact>;
}

interface Artifact {
  type: string;
  environment?: string;
  displayName?: string;
  dependencies?: string[];
  properties?: {
    stackName?: string;
    requiresBootstrapStackVersion?: number;
    bootstrapStackVersionSsmParameter?: string;
    directoryName?: string;
    file?: string;
    templateFile?: string;
    tags?: Record<string, string>;
    parameters?: Record<string, string>;
  };
}

interface AssetManifest {
  files?: Record<
    string,
    {
      source?: { path?: string; packaging?: "file" | "zip" };
      destinations: Record<string, { bucketName: string; objectKey: string }>;
    }
  >;
}

/**
 * The stacks of a synthesised app, those of its Stages included, each after the stacks that it depends on.
 * @param folder a cloud assembly: `cdk.out`
 */
export async function readAssembly(folder: string): Promise<AssemblyStack[]> {
  const { artifacts = {} } = await readJson<Manifest>(join(folder, "manifest.json"));
  const stacks = new Map<string, AssemblyStack>();
  for (const [artifactId, artifact] of Object.entries(artifacts)) {
    if (artifact.type !== "aws:cloudformation:stack") continue;
    stacks.set(artifactId, await readStack(folder, artifactId, artifact, artifacts));
  }
  const ordered = inOrder(stacks, artifacts);
  for (const { type, properties } of Object.values(artifacts)) {
    if (type === "cdk:cloud-assembly" && properties?.directoryName)
      ordered.push(...(await readAssembly(join(folder, properties.directoryName))));
  }
  return ordered;
}

async function readStack(
  folder: string,
  artifactId: string,
  { environment = "", displayName, dependencies = [], properties = {} }: Artifact,
  artifacts: Record<string, Artifact>,
): Promise<AssemblyStack> {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment) ?? [];
  const known = (value: string | undefined) => (value?.startsWith("unknown-") ? undefined : value);
  const isStack = (id: string) => artifacts[id]?.type === "aws:cloudformation:stack";
  const assets = dependencies.flatMap((id) => artifacts[id]?.properties?.file ?? []);
  return {
    id: displayName ?? artifactId,
    name: properties.stackName ?? artifactId,
    account: known(account),
    region: known(region),
    dependencies: dependencies.filter(isStack).map((id) => artifacts[id]?.displayName ?? id),
    bootstrapParameter: properties.requiresBootstrapStackVersion
      ? properties.bootstrapStackVersionSsmParameter
      : undefined,
    template: join(folder, properties.templateFile ?? `${artifactId}.template.json`),
    assets: (await Promise.all(assets.map((file) => assetsIn(folder, file)))).flat(),
    tags: properties.tags ?? {},
    parameters: properties.parameters ?? {},
  };
}

async function assetsIn(folder: string, manifest: string): Promise<FileAsset[]> {
  const { files = {} } = await readJson<AssetManifest>(join(folder, manifest));
  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ bucketName, objectKey }) => ({
      path: join(folder, source?.path ?? ""),
      packaging: source?.packaging ?? "file",
      bucket: bucketName,
      key: objectKey,
    })),
  );
}

function inOrder(stacks: Map<string, AssemblyStack>, artifacts: Record<string, Artifact>): AssemblyStack[] {
  const ordered = new Set<AssemblyStack>();
  const visit = (artifactId: string) => {
    const stack = stacks.get(artifactId);
    if (!stack || ordered.has(stack)) return;
    for (const dependency of artifacts[artifactId]?.dependencies ?? []) visit(dependency);
    ordered.add(stack);
  };
  for (const artifactId of stacks.keys()) visit(artifactId);
  return [...ordered];
}

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, "utf8")) as T;

/**
 * The stacks to deploy, with those that they depend on, in order.
 * @param wanted ids, names or patterns with `*`; without any: the stacks outside Stages, or all where there are none
 * @throws HarnessError `STACK_UNKNOWN` names what there is
 */
export function selectStacks<Stack extends Pick<AssemblyStack, "id" | "name"> & { dependencies?: string[] }>(
  stacks: readonly Stack[],
  wanted: readonly string[] = [],
): Stack[] {
  const topLevel = stacks.filter(({ id }) => !id.includes("/"));
  if (wanted.length === 0) return topLevel.length > 0 ? topLevel : [...stacks];
  const selected = new Set<Stack>();
  const select = (stack: Stack) => {
    selected.add(stack);
    for (const each of stacks) if (stack.dependencies?.includes(each.id) && !selected.has(each)) select(each);
  };
  for (const text of wanted) {
    const matched = stacks.filter(({ id, name }) => matches(text, id) || matches(text, name));
    if (matched.length === 0) {
      const names = stacks.map(({ id, name }) => (id === name ? id : `${id} (${name})`));
      const near = didYouMean(text, new Set(stacks.flatMap(({ id, name }) => [id, name])));
      const next = near || `, only ${names.join(", ") || "none at all"}: name one of these in stacks`;
      throw new HarnessError("STACK_UNKNOWN", `the app has no stack ${text}${next}`);
    }
    matched.forEach(select);
  }
  return stacks.filter((stack) => selected.has(stack));
}

/** As the CDK's command line matches: `*` is any text without a slash, `**` any text. */
function matches(pattern: string, text: string): boolean {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) =>
      part === "**" ? ".*" : part === "*" ? "[^/]*" : part.replace(/[\\^$.+?()[\]{}|]/g, "\\$&"),
    )
    .join("");
  return new RegExp(`^${source}$`).test(text);
}
