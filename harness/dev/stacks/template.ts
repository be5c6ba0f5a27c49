import { readFile } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import type { AssemblyStack } from "../../deploy/assembly.ts";
import type { Assets } from "./assets.ts";

/** A resource of a template. */
export interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: unknown;
}

/** A CloudFormation template in which functions have the hash of their code instead of its place. */
export interface Template {
  Parameters?: object;
  Resources: Record<string, Resource>;
  Outputs?: unknown;
}

export const FUNCTION = "AWS::Lambda::Function";

/** The key of a function's code in the buckets for assets; undefined for code in the template. */
export function codeKey({ Type, Properties }: Resource): string | undefined {
  const { S3Key } = (Type === FUNCTION ? (Properties?.Code ?? {}) : {}) as { S3Key?: unknown };
  return typeof S3Key === "string" ? S3Key : undefined;
}

/** The template of a stack, comparable with that of another synthesis. */
export async function readTemplate(stack: AssemblyStack, assets: Assets): Promise<Template> {
  const template = JSON.parse(await readFile(stack.template, "utf8")) as Template;
  for (const resource of Object.values(template.Resources ?? {})) {
    // paths of assets, which follow from their content
    delete resource.Metadata;
    const key = codeKey(resource);
    const asset = key === undefined ? undefined : stack.assets.find((each) => each.key === key);
    if (asset) setCode(resource, await assets.hashOf(asset));
  }
  return template;
}

export function setCode(resource: Resource, hash: string): void {
  resource.Properties = { ...resource.Properties, Code: hash };
}

/** In words, which resources differ and in what; empty where the templates are equal. */
export function differences(before: Template, after: Template): string[] {
  if (isDeepStrictEqual(before, after)) return [];
  const ids = new Set([...Object.keys(before.Resources), ...Object.keys(after.Resources)]);
  const found = [...ids].flatMap((id) => difference(id, before.Resources[id], after.Resources[id]) ?? []);
  const { Resources: _, ...rest } = before;
  const { Resources: __, ...other } = after;
  return isDeepStrictEqual(rest, other) ? found : [...found, "outputs"];
}

/** Properties with another name in messages. */
const NAMES: Record<string, string> = {
  Code: "code",
  Environment: "environment",
  DefinitionString: "definition",
  Definition: "definition",
  DefinitionS3Location: "definition",
};

function difference(
  id: string,
  before: Resource | undefined,
  after: Resource | undefined,
): string | undefined {
  if (!before) return `new ${id}`;
  if (!after) return `${id} removed`;
  if (isDeepStrictEqual(before, after)) return undefined;
  const [old, now] = [before.Properties ?? {}, after.Properties ?? {}];
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (name) => !isDeepStrictEqual(old[name], now[name]),
  );
  const parts = [...new Set(names.map((name) => NAMES[name] ?? name))];
  return parts.length > 0 ? `${parts.join(" and ")} of ${id}` : id;
}
