import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListStackResources,
  type Stack,
} from "@aws-sdk/client-cloudformation";
import type { AccountRegion } from "../aws/client-config.ts";
import type { Clients } from "../aws/clients.ts";
import { outputsOf } from "../deploy/outputs.ts";

/** A resource of a deployed stack. */
export interface StackResource {
  /** The name or id of its stack. */
  stack: string;
  place: AccountRegion;
  logicalId: string;
  /** As CloudFormation identifies it: a name, an ARN or a URL, depending on its type. */
  physicalId: string;
  /** `AWS::SQS::Queue` */
  type: string;
  /** Its construct's path, as `aws:cdk:path` has it; empty where the template has no such metadata. */
  path: string;
  /** As the template has them, with intrinsic functions. */
  properties: Record<string, unknown>;
}

/** What a stack has. */
export interface StackContents {
  outputs: Record<string, string>;
  resources: StackResource[];
}

/** The stacks of one account and region, or of them the one with this name. Nested stacks are read with their root. */
export async function readStacks(
  clients: Pick<Clients, "of">,
  place: AccountRegion,
  name?: string,
): Promise<StackContents[]> {
  const client = clients.of(CloudFormationClient, place);
  const stacks = name === undefined ? await rootStacks(client) : await stackNamed(client, name);
  return Promise.all(
    stacks.map(async (stack) => ({
      outputs: outputsOf(stack),
      resources: await resourcesOf(client, place, stack.StackName ?? ""),
    })),
  );
}

async function rootStacks(client: CloudFormationClient): Promise<Stack[]> {
  const stacks: Stack[] = [];
  for await (const page of paginateDescribeStacks({ client }, {})) stacks.push(...(page.Stacks ?? []));
  return stacks.filter(({ RootId, StackStatus }) => !RootId && StackStatus !== "DELETE_COMPLETE");
}

async function stackNamed(client: CloudFormationClient, StackName: string): Promise<Stack[]> {
  return (await client.send(new DescribeStacksCommand({ StackName }))).Stacks ?? [];
}

interface Template {
  Resources?: Record<
    string,
    { Metadata?: Record<string, unknown>; Properties?: StackResource["properties"] }
  >;
}

async function resourcesOf(
  client: CloudFormationClient,
  place: AccountRegion,
  StackName: string,
): Promise<StackResource[]> {
  const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName }));
  // the CDK writes JSON; YAML has no construct paths
  const template: Template = TemplateBody.trimStart().startsWith("{") ? JSON.parse(TemplateBody) : {};
  const found: StackResource[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName }))
    for (const summary of page.StackResourceSummaries ?? []) {
      const { LogicalResourceId: logicalId = "", PhysicalResourceId: physicalId = "" } = summary;
      const { ResourceType: type = "" } = summary;
      const { Metadata = {}, Properties: properties = {} } = template.Resources?.[logicalId] ?? {};
      if (type === "AWS::CloudFormation::Stack")
        found.push(...(await resourcesOf(client, place, physicalId)));
      found.push({
        stack: StackName,
        place,
        logicalId,
        physicalId,
        type,
        path: pathOf(Metadata["aws:cdk:path"]),
        properties,
      });
    }
  return found;
}

/** A construct has its only or main resource below it, as `Resource` or `Default`. */
const pathOf = (metadata: unknown): string => String(metadata ?? "").replace(/\/(Resource|Default)$/, "");
