import type { AccountRegion } from "../../aws/client-config.ts";
import type { AppGraph, AppNode, AppNodeKind } from "../view-shapes.ts";
import { LineFinder, MAIL } from "./app-lines.ts";
import { readStack, referencesOf, type TemplateResource, type TemplateResources } from "./app-template.ts";
import { placeOf } from "./places.ts";

const KINDS: Record<string, AppNodeKind> = {
  "AWS::ApiGateway::RestApi": "api",
  "AWS::ApiGatewayV2::Api": "api",
  "AWS::Lambda::Function": "function",
  "AWS::StepFunctions::StateMachine": "machine",
  "AWS::SQS::Queue": "queue",
  "AWS::SNS::Topic": "topic",
  "AWS::DynamoDB::Table": "table",
  "AWS::DynamoDB::GlobalTable": "table",
  "AWS::S3::Bucket": "bucket",
  "AWS::Events::Rule": "rule",
  "AWS::Events::EventBus": "bus",
  "AWS::Scheduler::Schedule": "schedule",
  "AWS::Cognito::UserPool": "users",
  "AWS::SecretsManager::Secret": "secret",
  "AWS::Kinesis::Stream": "stream",
};

/** Functions that the CDK adds for deployments only. */
const CDK_HANDLER =
  /^(Custom(CDK|S3)|BucketNotificationsHandler|LogRetention|AWS[0-9a-f]{32})|CustomResourceProvider/;

/** The parts of the deployed stacks, and which lead to which. */
export async function readAppGraph(
  endpoint: string,
  stacks: readonly (AccountRegion & { name: string })[],
): Promise<AppGraph> {
  const graphs = await Promise.all(
    stacks.map(async (stack) => graphOf(stack, await readStack(endpoint, stack))),
  );
  const nodes = new Map(graphs.flatMap((graph) => graph.nodes.map((node) => [node.id, node] as const)));
  return { nodes: [...nodes.values()], lines: graphs.flatMap(({ lines }) => lines) };
}

/** Ids are unique across stacks, except that of mail, which all stacks share. */
function graphOf(place: AccountRegion & { name: string }, resources: TemplateResources): AppGraph {
  const stack = place.name;
  const helpers = deploymentHelpers(resources);
  const kept = [...resources.values()].filter(
    ({ id, type }) => KINDS[type] !== undefined && !CDK_HANDLER.test(id) && !helpers.has(id),
  );
  const ids = new Set([...kept.map(({ id }) => id), MAIL]);
  const lines = new LineFinder(resources, (id) => ids.has(id)).find();
  const named = (id: string) => (id === MAIL ? MAIL : `${stack}/${id}`);
  const sendsMail = lines.some(({ to }) => to === MAIL);
  return {
    nodes: [
      ...kept.map((resource) => ({ ...toNode(place, resource, resources), id: named(resource.id) })),
      ...(sendsMail
        ? [{ id: MAIL, kind: "mail" as const, name: "Mail", stack: "", physical: "", place: "", roles: [] }]
        : []),
    ],
    lines: lines.map(({ from, to, label }) => ({ from: named(from), to: named(to), label })),
  };
}

function toNode(
  place: AccountRegion & { name: string },
  resource: TemplateResource,
  resources: TemplateResources,
): AppNode {
  const { id, type, physical, properties } = resource;
  const kind = KINDS[type] ?? "function";
  const isPage = kind === "bucket" && properties.WebsiteConfiguration !== undefined;
  const roles = [...referencesOf([properties.Role, properties.RoleArn])];
  return {
    id,
    kind: isPage ? "page" : kind,
    // the CDK ends ids with a hash of eight digits
    name: id.replace(/[0-9A-F]{8}$/, ""),
    stack: place.name,
    physical,
    place: placeOf(place),
    roles: roles.flatMap((role) => resources.get(role)?.physical || []),
  };
}

/** Functions behind custom resources. */
const deploymentHelpers = (resources: TemplateResources): Set<string> =>
  new Set(
    [...resources.values()].flatMap(({ type, properties }) =>
      type.startsWith("Custom::") || type === "AWS::CloudFormation::CustomResource"
        ? [...referencesOf(properties.ServiceToken)]
        : [],
    ),
  );
