import {
  type CloudFormationClient,
  GetTemplateCommand,
  paginateListStackResources,
  type StackResourceSummary,
} from "@aws-sdk/client-cloudformation";
import { ListIdentitiesCommand } from "@aws-sdk/client-ses";
import { HarnessError } from "../../core/errors.ts";
import { describeStack, stackNotFound } from "../../deploy/outputs.ts";
import { arnOf } from "../../resources/kinds.ts";
import {
  type FunctionFacts,
  type MachineFacts,
  readFunction,
  readMachine,
  readSchedule,
  type ScheduleFacts,
} from "./execution-roles.ts";
import { readBusPolicy, readQueuePolicy, readTopicPolicy } from "./messaging-policies.ts";
import { type PolicyClients, policyClients } from "./policy-clients.ts";
import {
  type PolicyOwner,
  type ResourcePolicy,
  readApiLoggingRole,
  readApiPolicy,
  readBucketPolicy,
  readFunctionPolicy,
} from "./resource-policies.ts";
import { type RolePolicies, readRole } from "./role-policies.ts";

/** A stack by its name in CloudFormation, and where it is. Default: account 000000000000 in us-east-1. */
export interface NamedStack {
  name: string;
  account?: string | undefined;
  region?: string | undefined;
}

/** All policies of a stack, as they are in force, and what runs under its roles. */
export interface StackPolicies {
  stack: string;
  account: string;
  region: string;
  roles: RolePolicies[];
  resources: ResourcePolicy[];
  functions: FunctionFacts[];
  machines: MachineFacts[];
  /** Default: none. */
  schedules?: ScheduleFacts[];
  /** ARNs of the queues and topics, to which services deliver. Default: none. */
  receivers?: string[];
  /** ARN of the role under which API Gateway writes all its logs in this account. */
  apiLoggingRole?: string;
  /** What SES may send as. */
  identities: string[];
}

/** Resources have policies that this check cannot read. */
function unreadablePolicy(stack: string, resources: readonly StackResourceSummary[]): HarnessError {
  const list = resources.map((resource) => `${resource.LogicalResourceId} (${resource.ResourceType})`);
  return new HarnessError(
    "UNREADABLE_POLICY",
    `the permissions of ${stack} cannot be checked, because the policies of these resources are not read: ${list.join(", ")}`,
  );
}

/** Types that have a policy which is not read here, or that give access without a policy. */
const UNREADABLE = new Set([
  "AWS::ECR::Repository",
  "AWS::EFS::FileSystem",
  "AWS::IAM::Group",
  "AWS::IAM::GroupPolicy",
  "AWS::IAM::User",
  "AWS::IAM::UserPolicy",
  "AWS::KMS::Key",
  "AWS::Lambda::LayerVersionPermission",
  "AWS::Lambda::Url",
  "AWS::Logs::ResourcePolicy",
  "AWS::S3::AccessPoint",
  "AWS::SecretsManager::ResourcePolicy",
]);

/**
 * Reads the policies that are in force from the APIs of AWS, which have all values resolved, and later changes.
 * @throws HarnessError STACK_NOT_FOUND, UNREADABLE_POLICY
 */
export async function readStackPolicies(
  endpoint: string,
  { name: stack, ...where }: NamedStack,
): Promise<StackPolicies> {
  using clients = policyClients(endpoint, where);
  const description = await describeStack(clients.cloudFormation, stack);
  if (!description) throw stackNotFound(endpoint, stack);
  const [, , , region = "", account = ""] = (description.StackId ?? "").split(":");
  const resources = await stackResources(clients.cloudFormation, stack);
  const template = await templateOf(clients.cloudFormation, stack);
  const ownersOf = (types: RegExp): PolicyOwner[] =>
    resources
      .filter(({ ResourceType = "" }) => types.test(ResourceType))
      .map(({ PhysicalResourceId: physicalId = "", LogicalResourceId: logicalId = "" }) => ({
        physicalId,
        logicalId,
        properties: template.Resources[logicalId]?.Properties ?? {},
        account,
        region,
      }));
  const each = <T>(types: RegExp, read: (clients: PolicyClients, owner: PolicyOwner) => Promise<T>) =>
    Promise.all(ownersOf(types).map((owner) => read(clients, owner)));

  const [functions, machines, schedules, apiLoggingRole, { Identities: identities = [] }, ...policies] =
    await Promise.all([
      each(/^AWS::Lambda::Function$/, readFunction),
      each(/^AWS::StepFunctions::StateMachine$/, readMachine),
      each(/^AWS::Scheduler::Schedule$/, readSchedule),
      readApiLoggingRole(clients),
      clients.ses.send(new ListIdentitiesCommand({})),
      each(/^AWS::Lambda::(Function|Version|Alias)$/, readFunctionPolicy),
      each(/^AWS::S3::Bucket$/, readBucketPolicy),
      each(/^AWS::ApiGateway::RestApi$/, readApiPolicy),
      each(/^AWS::SQS::Queue$/, readQueuePolicy),
      each(/^AWS::SNS::Topic$/, readTopicPolicy),
      each(/^AWS::Events::EventBus$/, readBusPolicy),
    ]);
  const workers = [...functions, ...machines, ...schedules].map(({ role }) => role);
  const place = { account, region };
  const receivers = resources
    .filter(({ ResourceType = "" }) => /^AWS::(SQS::Queue|SNS::Topic)$/.test(ResourceType))
    .map(({ ResourceType: type = "", PhysicalResourceId: physicalId = "" }) =>
      arnOf({ type, physicalId, place }),
    );
  const roles = rolesOf(ownersOf(/^AWS::IAM::Role$/), workers);
  return {
    stack,
    account,
    region,
    roles: await Promise.all([...roles].map(([name, logicalId]) => readRole(clients, name, logicalId))),
    resources: policies.flat().filter((policy) => policy !== undefined),
    functions,
    machines,
    ...(schedules.length > 0 && { schedules }),
    ...(receivers.length > 0 && { receivers }),
    ...(apiLoggingRole && { apiLoggingRole }),
    identities,
  };
}

async function stackResources(client: CloudFormationClient, stack: string): Promise<StackResourceSummary[]> {
  const resources: StackResourceSummary[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: stack }))
    resources.push(...(page.StackResourceSummaries ?? []));
  const unreadable = resources.filter(({ ResourceType = "" }) => UNREADABLE.has(ResourceType));
  if (unreadable.length > 0) throw unreadablePolicy(stack, unreadable);
  return resources;
}

interface Template {
  Resources: Record<string, { Properties?: PolicyOwner["properties"] }>;
}

/** What is missing or wrong in LocalStack's responses is read from the template, which the CDK writes as JSON. */
async function templateOf(client: CloudFormationClient, stack: string): Promise<Template> {
  const { TemplateBody = "" } = await client.send(new GetTemplateCommand({ StackName: stack }));
  return JSON.parse(TemplateBody) as Template;
}

/** Names of roles with their logical ids: those of the stack, and others that its resources use. */
function rolesOf(own: readonly PolicyOwner[], workers: readonly string[]): Map<string, string> {
  const others = workers.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
  return new Map([
    ...others.map((name): [string, string] => [name, name]),
    ...own.map(({ physicalId, logicalId }): [string, string] => [physicalId, logicalId]),
  ]);
}
