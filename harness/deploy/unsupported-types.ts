import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import {
  type CloudFormationClient,
  DescribeStackResourcesCommand,
  type StackResource,
} from "@aws-sdk/client-cloudformation";
import { HarnessError } from "../core/errors.ts";
import { getJson } from "../core/localstack-http.ts";
import type { AssemblyStack } from "./assembly.ts";
import { type PropertyTexts, propertyTexts } from "./property-support.ts";

/** A CloudFormation template, as far as it is read here. */
interface Template {
  Resources?: Record<string, TemplateResource>;
}

interface TemplateResource {
  Type: string;
  Condition?: string;
  Properties?: unknown;
  Metadata?: Record<string, unknown>;
}

const NESTED = "AWS::CloudFormation::Stack";
/** The file of a nested stack's template, in the folder of its stack's. */
const NESTED_TEMPLATE = "aws:asset:path";

/** The plugin's response to the question for the types that LocalStack can create. */
interface KnownTypes {
  types: string[];
  /** What an app misses, by those of the types that LocalStack only records. */
  withoutEffect?: Record<string, string>;
  /** What an app misses, by property. */
  propertiesWithoutEffect?: PropertyTexts;
  /** What to do instead, by property. */
  refusedProperties?: PropertyTexts;
}

/**
 * Makes sure, before anything is deployed, that LocalStack can create every resource of the stacks and of the stacks nested
 * in them, with its properties. Without the plugin nothing is known of LocalStack's types, and {@link assertNoFallbacks} reports afterwards.
 * @returns the resources and properties that LocalStack only records, with what the app misses
 * @throws HarnessError `RESOURCES_UNSUPPORTED` names each resource
 */
export async function assertSupportedTypes(
  stacks: readonly Pick<AssemblyStack, "id" | "template">[],
  endpoint: string,
  signal?: AbortSignal,
): Promise<string[]> {
  const known = await getJson<KnownTypes>(endpoint, "/_harness/resource-types", signal);
  if (!known) return [];
  const types = new Set(known.types);
  const found = await Promise.all(
    stacks.map(async ({ id, template }) =>
      (await resourcesIn(template)).map(({ name, ...resource }) => ({
        ...resource,
        text: `${resource.type} ${name} (stack ${id})`,
      })),
    ),
  );
  const resources = found.flat();
  const unsupported = resources.filter(({ type }) => !types.has(type) && !type.startsWith("Custom::"));
  if (unsupported.length > 0)
    throw new HarnessError(
      "RESOURCES_UNSUPPORTED",
      `LocalStack does not support ${unsupported.map(({ text }) => text).join(", ")}: leave them out of the app for LocalStack`,
    );
  const refused = resources.flatMap((resource) =>
    propertyTexts(known.refusedProperties, resource).map((property) => `${resource.text} ${property}`),
  );
  if (refused.length > 0)
    throw new HarnessError("RESOURCES_UNSUPPORTED", `LocalStack does not support ${refused.join(", ")}`);
  const effects = new Map(Object.entries(known.withoutEffect ?? {}));
  return resources.flatMap((resource) => [
    ...(effects.has(resource.type) ? [`${resource.text}: ${effects.get(resource.type)}`] : []),
    ...propertyTexts(known.propertiesWithoutEffect, resource).map((text) => `${resource.text} ${text}`),
  ]);
}

/** All resources of a template and of those nested in it. Whether one with a condition is made is not known yet. */
async function resourcesIn(file: string): Promise<{ type: string; name: string; properties: unknown }[]> {
  const { Resources = {} } = JSON.parse(await readFile(file, "utf8")) as Template;
  const resources = Object.entries(Resources).filter(([, { Condition }]) => Condition === undefined);
  const nested = resources.map(async ([name, { Type, Metadata }]) => {
    const path = Metadata?.[NESTED_TEMPLATE];
    if (Type !== NESTED || typeof path !== "string" || !path.endsWith(".json")) return [];
    const inner = await resourcesIn(join(dirname(file), path));
    return inner.map((resource) => ({ ...resource, name: `${name}/${resource.name}` }));
  });
  return [
    ...resources.map(([name, { Type, Properties }]) => ({ type: Type, name, properties: Properties })),
    ...(await Promise.all(nested)).flat(),
  ];
}

interface StackReference {
  client: CloudFormationClient;
  stackName: string;
}

/**
 * Makes sure that LocalStack did create the resources that it reports as created.
 * @throws HarnessError `RESOURCES_UNSUPPORTED`
 */
export async function assertNoFallbacks(stack: StackReference): Promise<void> {
  const fallbacks = await fallbackResources(stack);
  if (fallbacks.length === 0) return;
  throw new HarnessError(
    "RESOURCES_UNSUPPORTED",
    `${fallbackText(fallbacks)}: leave them out of ${stack.stackName} for LocalStack`,
  );
}

/** Resources of which LocalStack only keeps a record, in a stack and in those nested in it. */
export async function fallbackResources({ client, stackName }: StackReference): Promise<string[]> {
  const { StackResources = [] } = await client.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  const own = StackResources.filter(({ ResourceStatusReason = "" }) =>
    ResourceStatusReason.includes("deployed as a fallback"),
  ).map(nameOf);
  const nested = StackResources.filter(
    ({ ResourceType, PhysicalResourceId }) => ResourceType === NESTED && PhysicalResourceId,
  );
  const inner = nested.map(({ PhysicalResourceId = "" }) =>
    fallbackResources({ client, stackName: PhysicalResourceId }),
  );
  return [...own, ...(await Promise.all(inner)).flat()];
}

export const fallbackText = (resources: readonly string[]): string =>
  `LocalStack does not support ${resources.join(", ")} and only simulates the creation`;

const nameOf = ({ ResourceType = "", LogicalResourceId = "" }: StackResource): string =>
  `${ResourceType} ${LogicalResourceId}`;
