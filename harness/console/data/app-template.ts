import {
  CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
} from "@aws-sdk/client-cloudformation";
import { type AccountRegion, clientConfig } from "../../aws/client-config.ts";

/** A resource of a deployed stack, with its properties as the template has them. */
export interface TemplateResource {
  id: string;
  type: string;
  /** Its name or ARN in AWS; empty where it was not made. */
  physical: string;
  properties: Record<string, unknown>;
}

/** A stack's resources, by their logical ids. */
export type TemplateResources = ReadonlyMap<string, TemplateResource>;

interface Template {
  Resources?: Record<string, { Type?: string; Properties?: Record<string, unknown> }>;
}

/** The resources of a deployed stack. */
export async function readStack(
  endpoint: string,
  { name, ...place }: AccountRegion & { name: string },
): Promise<TemplateResources> {
  const client = new CloudFormationClient(clientConfig(endpoint, place));
  try {
    const physical = new Map<string, string>();
    for await (const page of paginateListStackResources({ client }, { StackName: name }))
      for (const { LogicalResourceId: id = "", PhysicalResourceId = "" } of page.StackResourceSummaries ?? [])
        physical.set(id, PhysicalResourceId);
    const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName: name }));
    const { Resources = {} } = JSON.parse(TemplateBody) as Template;
    return new Map(
      Object.entries(Resources).map(([id, { Type = "", Properties = {} }]) => [
        id,
        { id, type: Type, physical: physical.get(id) ?? "", properties: Properties },
      ]),
    );
  } finally {
    client.destroy();
  }
}

/** The logical ids that a part of a template refers to, by `Ref`, `Fn::GetAtt` and `Fn::Sub`. */
export function referencesOf(value: unknown): Set<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) for (const each of value) collect(each, found);
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "Ref" && typeof inner === "string") found.add(inner);
    const attribute =
      key === "Fn::GetAtt" ? (Array.isArray(inner) ? inner[0] : `${inner}`.split(".")[0]) : undefined;
    if (typeof attribute === "string") found.add(attribute);
    const text = key === "Fn::Sub" ? (Array.isArray(inner) ? inner[0] : inner) : undefined;
    if (typeof text === "string")
      for (const [, id = ""] of text.matchAll(/\$\{([A-Za-z0-9]+)/g)) found.add(id);
    collect(inner, found);
  }
}
