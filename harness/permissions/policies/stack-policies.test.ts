import { APIGatewayClient, GetAccountCommand, GetRestApiCommand } from "@aws-sdk/client-api-gateway";
import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
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
import { ListIdentitiesCommand, SESClient } from "@aws-sdk/client-ses";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
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
  for (const mock of [cloudFormation, iam, functions, s3, apiGateway, ses, sfn]) mock.reset();
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

it("takes from the template whether a state machine is traced", async () => {
  has([["AWS::StepFunctions::StateMachine", "Machine", MACHINE]], {
    TracingConfiguration: { Enabled: true },
  });
  sfn.on(DescribeStateMachineCommand).resolves({ roleArn: ROLE, loggingConfiguration: { level: "ALL" } });
  expect((await read()).machines).toEqual([{ arn: MACHINE, role: ROLE, logged: true, traced: true }]);
});

it("refuses a stack with policies that it cannot read", async () => {
  has([["AWS::SNS::TopicPolicy", "News", "p"]]);
  await expect(read()).rejects.toMatchObject({ code: "UNREADABLE_POLICY" });
  await expect(read()).rejects.toThrow(/News \(AWS::SNS::TopicPolicy\)/);
});
