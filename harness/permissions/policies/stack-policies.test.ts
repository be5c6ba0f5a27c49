import { APIGatewayClient, GetAccountCommand, GetRestApiCommand } from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from "@aws-sdk/client-iam";
import * as lambda from "@aws-sdk/client-lambda";
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { GetBucketPolicyCommand, S3Client, S3ServiceException } from "@aws-sdk/client-s3";
import { GetScheduleCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { ACCOUNT, FUNCTION, MACHINE, ROLE } from "../accesses/calls.fixture.ts";
import { readStackPolicies } from "./stack-policies.ts";

const cloudFormation = mockClient(CloudFormationClient);
const iam = mockClient(IAMClient);
const functions = mockClient(LambdaClient);
const s3 = mockClient(S3Client);
const apiGateway = mockClient(APIGatewayClient);
const ses = mockClient(SESClient);
const sfn = mockClient(SFNClient);
const sqs = mockClient(SQSClient);
const sns = mockClient(SNSClient);
const events = mockClient(EventBridgeClient);
const scheduler = mockClient(SchedulerClient);

const StackId = `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/Trial/1`;
const read = () => readStackPolicies("http://localhost:9", { name: "Trial" });

/** Resources by type: `[type, logical id, physical id]`. */
function has(resources: [type: string, logicalId: string, physicalId: string][], properties = {}): void {
  cloudFormation.on(ListStackResourcesCommand).resolves({
    StackResourceSummaries: resources.map(([ResourceType, LogicalResourceId, PhysicalResourceId]) => ({
      ResourceType,
      LogicalResourceId,
      PhysicalResourceId,
      LastUpdatedTimestamp: undefined,
      ResourceStatus: "CREATE_COMPLETE",
    })),
  });
  const Resources = Object.fromEntries(resources.map(([, id]) => [id, { Properties: properties }]));
  cloudFormation.on(GetTemplateCommand).resolves({ TemplateBody: JSON.stringify({ Resources }) });
}

beforeEach(() => {
  for (const mock of [cloudFormation, iam, functions, s3, apiGateway, ses, sfn, sqs, sns, events, scheduler])
    mock.reset();
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackId, StackName: "Trial", CreationTime: undefined, StackStatus: "CREATE_COMPLETE" }],
  });
  apiGateway.on(GetAccountCommand).resolves({ cloudwatchRoleArn: ROLE });
  ses.on(ListIdentitiesCommand).resolves({ Identities: ["rex@mail.example"] });
  iam.on(GetRoleCommand).resolves({
    Role: {
      Arn: ROLE,
      AssumeRolePolicyDocument: encodeURIComponent(
        '{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}',
      ),
      Path: "/",
      RoleName: "Trial-SendRole",
      RoleId: "1",
      CreateDate: undefined,
    },
  });
  iam.on(ListRolePoliciesCommand).resolves({ PolicyNames: ["Inline"] });
  iam.on(GetRolePolicyCommand).resolves({ PolicyDocument: "%7B%22Id%22%3A%22inline%22%7D" });
  iam
    .on(ListAttachedRolePoliciesCommand)
    .resolves({ AttachedPolicies: [{ PolicyArn: "arn:aws:iam::aws:policy/M" }] });
  iam.on(GetPolicyCommand).resolves({ Policy: { DefaultVersionId: "v7" } });
  iam
    .on(GetPolicyVersionCommand, { VersionId: "v7" })
    .resolves({ PolicyVersion: { Document: '{"Id":"managed"}' } });
});

it("reads the policies of a role, inline and managed", async () => {
  has([["AWS::IAM::Role", "SendRole", "Trial-SendRole"]]);
  expect(await read()).toEqual({
    stack: "Trial",
    account: ACCOUNT,
    region: "us-east-1",
    roles: [
      {
        arn: ROLE,
        name: "Trial-SendRole",
        logicalId: "SendRole",
        trust: { Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] },
        policies: [
          { name: "Inline", document: { Id: "inline" } },
          { name: "arn:aws:iam::aws:policy/M", document: { Id: "managed" } },
        ],
      },
    ],
    resources: [],
    functions: [],
    machines: [],
    apiLoggingRole: ROLE,
    identities: ["rex@mail.example"],
  });
});

it("reads the role of another stack under which something of this one works", async () => {
  has([["AWS::Lambda::Function", "Send", "Trial-Send"]]);
  functions.on(GetFunctionConfigurationCommand).resolves({ FunctionArn: FUNCTION, Role: ROLE });
  const none = new ResourceNotFoundException({ message: "no policy", $metadata: {} });
  functions.on(lambda.GetPolicyCommand).rejects(none);
  functions.on(lambda.ListEventSourceMappingsCommand).resolves({});
  const { roles, functions: found, resources } = await read();
  expect(roles.map(({ arn }) => arn)).toEqual([ROLE]);
  expect(found).toEqual([
    { arn: FUNCTION, name: "Trial-Send", role: ROLE, logGroup: "/aws/lambda/Trial-Send", traced: false },
  ]);
  expect(resources).toEqual([]);
});

describe("a bucket", () => {
  const missing = new S3ServiceException({ name: "NoSuchBucketPolicy", $fault: "client", $metadata: {} });
  const policy = '{"Statement":[]}';

  it.each<[object, boolean]>([
    [{}, true],
    [{ PublicAccessBlockConfiguration: { RestrictPublicBuckets: true } }, true],
    [{ PublicAccessBlockConfiguration: { RestrictPublicBuckets: "false" } }, false],
    [{ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }, false],
  ])("with %j is closed to strangers: %s", async (properties, restricted) => {
    has([["AWS::S3::Bucket", "Site", "trial-site"]], properties);
    s3.on(GetBucketPolicyCommand).resolves({ Policy: policy });
    expect((await read()).resources).toEqual([
      { resource: "arn:aws:s3:::trial-site", logicalId: "Site", document: { Statement: [] }, restricted },
    ]);
  });

  it("without a policy has none", async () => {
    has([["AWS::S3::Bucket", "Site", "trial-site"]]);
    s3.on(GetBucketPolicyCommand).rejects(missing);
    expect((await read()).resources).toEqual([]);
  });
});

it("reads the policy of an API, which comes with its quotes escaped", async () => {
  has([["AWS::ApiGateway::RestApi", "Api", "api1"]]);
  apiGateway.on(GetRestApiCommand).resolves({ policy: String.raw`{\"Statement\":[]}` });
  expect((await read()).resources).toEqual([
    {
      resource: `arn:aws:execute-api:us-east-1:${ACCOUNT}:api1`,
      logicalId: "Api",
      document: { Statement: [] },
    },
  ]);
});

describe("queues, topics and buses", () => {
  const [queue, topic] = [`arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`, `arn:aws:sns:us-east-1:${ACCOUNT}:news`];
  const Policy = '{"Statement":[]}';
  beforeEach(() => {
    has([
      ["AWS::SQS::Queue", "Jobs", `http://localhost:4566/queue/us-east-1/${ACCOUNT}/jobs`],
      ["AWS::SNS::Topic", "News", topic],
      ["AWS::Events::EventBus", "Pets", "pets"],
    ]);
  });

  it("have their policies, and are what services deliver to", async () => {
    sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { Policy } });
    sns.on(GetTopicAttributesCommand).resolves({ Attributes: { Policy } });
    events.on(DescribeEventBusCommand, { Name: "pets" }).resolves({ Policy });
    const { resources, receivers } = await read();
    expect(resources.map(({ resource, document }) => [resource, document])).toEqual(
      [queue, topic, `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/pets`].map((arn) => [
        arn,
        JSON.parse(Policy),
      ]),
    );
    expect(receivers).toEqual([queue, topic]);
  });

  it("have none, where a topic has only the one that SNS gives it", async () => {
    sqs.on(GetQueueAttributesCommand).resolves({});
    sns
      .on(GetTopicAttributesCommand)
      .resolves({ Attributes: { Policy: '{"Id":"__default_policy_ID","Statement":[]}' } });
    events.on(DescribeEventBusCommand).resolves({});
    expect((await read()).resources).toEqual([]);
  });
});

it("reads for which group Scheduler takes a schedule's role, and which queues a function reads", async () => {
  has([
    ["AWS::Scheduler::Schedule", "Nightly", "nightly"],
    ["AWS::Lambda::Function", "Send", "Trial-Send"],
  ]);
  scheduler
    .on(GetScheduleCommand, { Name: "nightly" })
    .resolves({ GroupName: "pets", Target: { Arn: "arn:q", RoleArn: ROLE } });
  functions.on(GetFunctionConfigurationCommand).resolves({ FunctionArn: FUNCTION, Role: ROLE });
  functions
    .on(lambda.GetPolicyCommand)
    .rejects(new ResourceNotFoundException({ message: "no policy", $metadata: {} }));
  functions
    .on(lambda.ListEventSourceMappingsCommand)
    .resolves({ EventSourceMappings: [{ EventSourceArn: "arn:queue" }] });
  expect(await read()).toMatchObject({
    schedules: [{ group: `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/pets`, role: ROLE }],
    functions: [{ sources: ["arn:queue"] }],
  });
});

it("takes from the template whether a state machine is traced", async () => {
  has([["AWS::StepFunctions::StateMachine", "Machine", MACHINE]], {
    TracingConfiguration: { Enabled: true },
  });
  sfn.on(DescribeStateMachineCommand).resolves({ roleArn: ROLE, loggingConfiguration: { level: "ALL" } });
  expect((await read()).machines).toEqual([{ arn: MACHINE, role: ROLE, logged: true, traced: true }]);
});

it("refuses a stack with policies that it cannot read", async () => {
  has([["AWS::KMS::Key", "Safe", "k"]]);
  await expect(read()).rejects.toMatchObject({ code: "UNREADABLE_POLICY" });
  await expect(read()).rejects.toThrow(/Safe \(AWS::KMS::Key\)/);
});
