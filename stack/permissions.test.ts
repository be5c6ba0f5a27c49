import { expect, it } from "vitest";
import {
  type Json,
  propertiesOf,
  readable,
  resourcesOf,
  synthesise,
  type Template,
} from "./template.fixture.ts";

const template = synthesise();

const account = (service: string, rest: string) =>
  `arn:<AWS::Partition>:${service}:<AWS::Region>:<AWS::AccountId>:${rest}`;
const EXECUTIONS = account("states", "execution:PetCuddleOTron:*");
const FROM_SENDER = " if StringEquals ses:FromAddress=cuddles@petcuddleotron.example";
const SEND = `ses:SendEmail on ${account("ses", "identity/cuddles@petcuddleotron.example")}${FROM_SENDER}`;
const CLAIMS = [
  "s3:GetObject on <StorageBucket.Arn>/claims/*",
  "s3:PutObject on <StorageBucket.Arn>/claims/*",
];
/** A function's log group: CloudFormation's `Arn` of one ends with `:*`, which means its streams. */
const logs = (name: string) => [
  `logs:CreateLogStream on <Functions${name}Logs.Arn>`,
  `logs:PutLogEvents on <Functions${name}Logs.Arn>`,
];

it("grants each role what it uses, on what it uses, and nothing else", () => {
  expect(grants(template)).toEqual({
    FunctionsRequestRole: [
      ...logs("Request"),
      `states:StartExecution on ${account("states", "stateMachine:PetCuddleOTron")}`,
      `states:DescribeExecution on ${EXECUTIONS}`,
    ],
    FunctionsGetRole: [
      ...logs("Get"),
      `states:DescribeExecution on ${EXECUTIONS}`,
      `states:GetExecutionHistory on ${EXECUTIONS}`,
    ],
    FunctionsCancelRole: [
      ...logs("Cancel"),
      ...CLAIMS,
      `states:DescribeExecution on ${EXECUTIONS}`,
      `states:StopExecution on ${EXECUTIONS}`,
    ],
    FunctionsRefuseRole: logs("Refuse"),
    FunctionsComposeRole: logs("Compose"),
    FunctionsSendRole: [...logs("Send"), ...CLAIMS, SEND],
    FunctionsRecordFailureRole: [
      ...logs("RecordFailure"),
      ...CLAIMS,
      "s3:PutObject on <StorageBucket.Arn>/failures/*",
    ],
    WorkflowRole: [
      "lambda:InvokeFunction on <FunctionsCompose.Arn>",
      "lambda:InvokeFunction on <FunctionsRecordFailure.Arn>",
      "lambda:InvokeFunction on <FunctionsSend.Arn>",
      SEND,
      "logs:CreateLogDelivery on *",
      "logs:DeleteLogDelivery on *",
      "logs:DescribeLogGroups on *",
      "logs:DescribeResourcePolicies on *",
      "logs:GetLogDelivery on *",
      "logs:ListLogDeliveries on *",
      "logs:PutResourcePolicy on *",
      "logs:UpdateLogDelivery on *",
    ],
  });
});

it("attaches no managed policy but the one that API Gateway asks of the account's logging role", () => {
  const attached = resourcesOf(template, "AWS::IAM::Role").flatMap(([id, { Properties }]) =>
    (Properties.ManagedPolicyArns ?? []).map((arn: Json) => [id.replace(/\w{8}$/, ""), readable(arn)]),
  );
  expect(attached).toEqual([
    [
      "ApiRestCloudWatchRole",
      "arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    ],
  ]);
});

it("lets each role be taken by one service, and the workflow's by its own machine", () => {
  const trusted = Object.fromEntries(
    resourcesOf(template, "AWS::IAM::Role").map(([id, { Properties }]) => [
      id.replace(/\w{8}$/, ""),
      written(Properties.AssumeRolePolicyDocument.Statement, "Principal"),
    ]),
  );
  const { ApiRestCloudWatchRole, WorkflowRole, ...functions } = trusted;
  expect(new Set(Object.values(functions).flat())).toEqual(
    new Set(["sts:AssumeRole on lambda.amazonaws.com"]),
  );
  expect(ApiRestCloudWatchRole).toEqual(["sts:AssumeRole on apigateway.amazonaws.com"]);
  expect(WorkflowRole).toEqual([
    "sts:AssumeRole on states.amazonaws.com" +
      ` if ArnEquals aws:SourceArn=${account("states", "stateMachine:PetCuddleOTron")}` +
      " if StringEquals aws:SourceAccount=<AWS::AccountId>",
  ]);
});

it("lets API Gateway call each function by its own route of this stage", () => {
  const calls = propertiesOf(template, "AWS::Lambda::Permission").map(readable);
  const source = (route: string) => account("execute-api", `<ApiRest>/${route}`);
  expect(Object.fromEntries(calls.map(({ FunctionName, SourceArn }) => [FunctionName, SourceArn]))).toEqual({
    "<FunctionsRequest.Arn>": source("<ApiRestDeploymentStageprod>/POST/petcuddleotron"),
    "<FunctionsGet.Arn>": source("<ApiRestDeploymentStageprod>/GET/petcuddleotron/*"),
    "<FunctionsCancel.Arn>": source("<ApiRestDeploymentStageprod>/DELETE/petcuddleotron/*"),
    "<FunctionsRefuse.Arn>": source("prod/*/*"),
  });
  expect(calls).toHaveLength(4);
  for (const { Action, Principal } of calls) {
    expect([Action, Principal]).toEqual(["lambda:InvokeFunction", "apigateway.amazonaws.com"]);
  }
});

it("opens the site's objects to everyone, and the storage only to TLS", () => {
  const policies = propertiesOf(template, "AWS::S3::BucketPolicy").map(readable);
  expect(policies.map(({ Bucket, PolicyDocument }) => [Bucket, PolicyDocument.Statement])).toEqual([
    [
      "<SiteBucket>",
      [
        {
          Effect: "Allow",
          Principal: { AWS: "*" },
          Action: "s3:GetObject",
          Resource: "<SiteBucket.Arn>/*",
        },
      ],
    ],
    [
      "<StorageBucket>",
      [
        {
          Effect: "Deny",
          Principal: { AWS: "*" },
          Action: "s3:*",
          Resource: ["<StorageBucket.Arn>", "<StorageBucket.Arn>/*"],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    ],
  ]);
});

/** What each role may do, one line an action and resource. */
function grants(of: Template): Record<string, string[]> {
  const byRole: Record<string, string[]> = {};
  for (const { Roles, PolicyDocument } of propertiesOf(of, "AWS::IAM::Policy").map(readable)) {
    for (const role of Roles.map((name: string) => name.slice(1, -1))) {
      byRole[role] = [...(byRole[role] ?? []), ...written(PolicyDocument.Statement, "Resource")];
    }
  }
  return byRole;
}

function written(statements: Json[], on: "Resource" | "Principal"): string[] {
  return statements.map(readable).flatMap((statement) => {
    const conditions = Object.entries<Json>(statement.Condition ?? {}).flatMap(([operator, tests]) =>
      Object.entries(tests).map(([key, value]) => ` if ${operator} ${key}=${value}`),
    );
    const effect = statement.Effect === "Allow" ? "" : `${statement.Effect} `;
    const targets = on === "Principal" ? statement.Principal.Service : statement.Resource;
    return [statement.Action]
      .flat()
      .flatMap((action) =>
        [targets].flat().map((target) => `${effect}${action} on ${target}${conditions.join("")}`),
      );
  });
}
