import { describe, expect, it } from "vitest";
import type { RecordedCall } from "../../control/call-record.ts";
import type { StackPolicies } from "../policies/stack-policies.ts";
import { accessesIn } from "./accesses.ts";
import { ACCOUNT, API, callOf, FUNCTION, MACHINE, ROLE, serviceCall, stackOf } from "./calls.fixture.ts";

const FUNCTIONS = [
  { arn: FUNCTION, name: "Trial-Send", role: ROLE, logGroup: "/aws/lambda/x", traced: false },
];

/** `action on resource`, of what was recorded. */
async function done(
  call: RecordedCall | RecordedCall[],
  policies: StackPolicies = stackOf(),
): Promise<string[]> {
  const { accesses, unmapped } = await accessesIn([call].flat(), policies);
  expect(unmapped).toEqual([]);
  return accesses
    .filter(
      ({ why, action, by }) => why === "recorded" && !(action === "sts:AssumeRole" && by.kind === "service"),
    )
    .map(({ action, resource }) => `${action} on ${resource}`);
}

describe("a call asks for", () => {
  const executions = `arn:aws:states:us-east-1:${ACCOUNT}:execution:Trial`;
  it.each<[RecordedCall, string[]]>([
    [
      callOf("stepfunctions", "StartExecution", { stateMachineArn: MACHINE }),
      [`states:StartExecution on ${MACHINE}`],
    ],
    [
      callOf("stepfunctions", "DescribeExecution", { executionArn: `${executions}:a` }),
      [`states:DescribeExecution on ${executions}:a`],
    ],
    [callOf("s3", "GetObject", { Bucket: "b", Key: "a/k" }), ["s3:GetObject on arn:aws:s3:::b/a/k"]],
    [callOf("s3", "HeadObject", { Bucket: "b", Key: "k" }), ["s3:GetObject on arn:aws:s3:::b/k"]],
    [
      callOf("s3", "GetObject", { Bucket: "b", Key: "k", VersionId: "v" }),
      ["s3:GetObjectVersion on arn:aws:s3:::b/k"],
    ],
    [callOf("s3", "ListObjectsV2", { Bucket: "b", Prefix: "p" }), ["s3:ListBucket on arn:aws:s3:::b"]],
    [callOf("s3", "ListBuckets"), ["s3:ListAllMyBuckets on *"]],
    [
      callOf("s3", "PutObject", { Bucket: "b", Key: "k", ACL: "public-read", Tagging: null }),
      ["s3:PutObject on arn:aws:s3:::b/k", "s3:PutObjectAcl on arn:aws:s3:::b/k"],
    ],
    [
      callOf("s3", "DeleteObjects", { Bucket: "b", Delete: { Objects: [{ Key: "k" }, { Key: "l" }] } }),
      ["s3:DeleteObject on arn:aws:s3:::b/k", "s3:DeleteObject on arn:aws:s3:::b/l"],
    ],
    [
      callOf("dynamodb", "PutItem", { TableName: "t" }),
      [`dynamodb:PutItem on arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/t`],
    ],
    [callOf("sts", "GetCallerIdentity"), []],
    [
      callOf("logs", "PutLogEvents", { logGroupName: "/g", logStreamName: "s" }),
      [`logs:PutLogEvents on arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/g:log-stream:s`],
    ],
    ...["f", "function:f", `${ACCOUNT}:function:f`, `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`].map(
      (name): [RecordedCall, string[]] => [
        callOf("lambda", "Invoke", { FunctionName: name }),
        [`lambda:InvokeFunction on arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`],
      ],
    ),
    [
      callOf("lambda", "Invoke", { FunctionName: "f", Qualifier: "live" }),
      [`lambda:InvokeFunction on arn:aws:lambda:us-east-1:${ACCOUNT}:function:f:live`],
    ],
  ])("$service $operation $request", async (call, expected) => {
    expect(await done(call)).toEqual(expected);
  });
});

describe("a call of several items, or without an ARN, asks for", () => {
  const arn = (service: string, resource: string) => `arn:aws:${service}:us-east-1:${ACCOUNT}:${resource}`;
  const pets = `on ${arn("dynamodb", "table/pets")}`;
  const queue = `http://sqs.us-east-1.localhost:4566/${ACCOUNT}/jobs`;
  it.each<[RecordedCall, string[]]>([
    [callOf("sqs", "SendMessage", { QueueUrl: queue }), [`sqs:SendMessage on ${arn("sqs", "jobs")}`]],
    [
      callOf("sqs", "DeleteMessageBatch", { QueueUrl: queue }),
      [`sqs:DeleteMessage on ${arn("sqs", "jobs")}`],
    ],
    [callOf("sqs", "GetQueueUrl", { QueueName: "jobs" }), [`sqs:GetQueueUrl on ${arn("sqs", "jobs")}`]],
    [callOf("sns", "Publish", { TopicArn: arn("sns", "news") }), [`sns:Publish on ${arn("sns", "news")}`]],
    [callOf("sns", "Publish", { TargetArn: arn("sns", "news") }), [`sns:Publish on ${arn("sns", "news")}`]],
    [callOf("sns", "Publish", { PhoneNumber: "+1555" }), ["sns:Publish on *"]],
    [
      callOf("sns", "PublishBatch", { TopicArn: arn("sns", "news") }),
      [`sns:Publish on ${arn("sns", "news")}`],
    ],
    [
      callOf("events", "PutEvents", {
        Entries: [
          { Source: "a" },
          { EventBusName: "pets" },
          { EventBusName: arn("events", "event-bus/pets") },
        ],
      }),
      [
        `events:PutEvents on ${arn("events", "event-bus/default")}`,
        `events:PutEvents on ${arn("events", "event-bus/pets")}`,
      ],
    ],
    [
      callOf("scheduler", "CreateSchedule", { Name: "n", GroupName: "g", Target: { RoleArn: ROLE } }),
      [`scheduler:CreateSchedule on ${arn("scheduler", "schedule/g/n")}`, `iam:PassRole on ${ROLE}`],
    ],
    [
      callOf("scheduler", "DeleteSchedule", { Name: "n" }),
      [`scheduler:DeleteSchedule on ${arn("scheduler", "schedule/default/n")}`],
    ],
    [
      callOf("dynamodb", "TransactWriteItems", {
        TransactItems: [
          { Put: { TableName: "pets" } },
          { ConditionCheck: { TableName: "pets" }, Update: null },
          { Delete: { TableName: arn("dynamodb", "table/pets") } },
        ],
      }),
      [`dynamodb:PutItem ${pets}`, `dynamodb:ConditionCheckItem ${pets}`, `dynamodb:DeleteItem ${pets}`],
    ],
    [
      callOf("dynamodb", "BatchWriteItem", { RequestItems: { pets: [], owners: [] } }),
      [`dynamodb:BatchWriteItem ${pets}`, `dynamodb:BatchWriteItem on ${arn("dynamodb", "table/owners")}`],
    ],
    [callOf("dynamodb", "Query", { TableName: "pets" }), [`dynamodb:Query ${pets}`]],
    [
      callOf("dynamodb", "Query", { TableName: "pets", IndexName: "by-kind" }),
      [`dynamodb:Query ${pets}/index/by-kind`],
    ],
    [
      callOf("dynamodb", "ExecuteStatement", {
        Statement: `select * from "pets"."by-kind" where kind = 'dog'`,
      }),
      [`dynamodb:PartiQLSelect ${pets}/index/by-kind`],
    ],
    [
      callOf("dynamodb", "BatchExecuteStatement", {
        Statements: [
          { Statement: `INSERT INTO pets VALUE {'name': 'Rex'}` },
          { Statement: `UPDATE "pets" SET a = 1` },
        ],
      }),
      [`dynamodb:PartiQLInsert ${pets}`, `dynamodb:PartiQLUpdate ${pets}`],
    ],
    [
      callOf("dynamodbstreams", "GetRecords", {
        ShardIterator: `${arn("dynamodb", "table/pets/stream/1")}|1|x`,
      }),
      [`dynamodb:GetRecords ${pets}/stream/1`],
    ],
  ])("$service $operation $request", async (call, expected) => {
    expect(await done(call)).toEqual(expected);
  });

  it("passes a role to Scheduler", async () => {
    const call = callOf("scheduler", "CreateSchedule", { Name: "n", Target: { RoleArn: ROLE } });
    const { accesses } = await accessesIn([call], stackOf());
    expect(accesses.find(({ action }) => action === "iam:PassRole")?.context).toMatchObject({
      "iam:PassedToService": "scheduler.amazonaws.com",
    });
  });
});

describe("a mail asks for", () => {
  const mail = callOf("ses", "SendEmail", {
    Source: '"Rex" <rex@mail.example>',
    Destination: { ToAddresses: ["Tom <tom@a.example>"], BccAddresses: ["kit@a.example"] },
    ConfigurationSetName: "events",
  });
  const identity = (name: string) => `ses:SendEmail on arn:aws:ses:us-east-1:${ACCOUNT}:identity/${name}`;

  it.each([
    [["rex@mail.example", "mail.example"], "rex@mail.example"],
    [["mail.example"], "mail.example"],
    [[], "rex@mail.example"],
  ])("the identity that SES knows, of %j: %s", async (identities, name) => {
    expect(await done(mail, stackOf({ identities }))).toEqual([
      identity(name),
      `ses:SendEmail on arn:aws:ses:us-east-1:${ACCOUNT}:configuration-set/events`,
    ]);
  });

  it.each(["SendBulkEmail", "SendCustomVerificationEmail"])(
    "the identity by SES v2's %s, too",
    async (operation) => {
      const call = callOf("sesv2", operation, { FromEmailAddress: "rex@mail.example" });
      expect(await done(call)).toEqual([
        `ses:${operation} on arn:aws:ses:us-east-1:${ACCOUNT}:identity/rex@mail.example`,
      ]);
    },
  );

  it("knows who sends to whom", async () => {
    const { accesses } = await accessesIn([mail], stackOf());
    expect(accesses[0]?.context).toMatchObject({
      "ses:FromAddress": "rex@mail.example",
      "ses:FromDisplayName": "Rex",
      "ses:Recipients": ["tom@a.example", "kit@a.example"],
      "aws:PrincipalArn": ROLE,
      "aws:SecureTransport": "true",
    });
  });

  it("is unknown of one without a sender", async () => {
    const { unmapped } = await accessesIn([callOf("ses", "SendRawEmail", { RawMessage: "x" })], stackOf());
    expect(unmapped).toEqual([
      expect.stringMatching(/^SendRole \(Trial-SendRole\): ses SendRawEmail .*RawMessage/),
    ]);
  });
});

it.each([
  callOf("s3", "CuddleObject", { Bucket: "b" }),
  callOf("stepfunctions", "StartExecution", { name: "n" }),
  callOf("cuddles", "Cuddle"),
])("says so of a call that cannot be mapped: $service $operation", async (call) => {
  const { unmapped } = await accessesIn([call, call], stackOf());
  expect(unmapped).toEqual([expect.stringMatching(`${call.service} ${call.operation} .*cannot be mapped`)]);
});

it("counts the same access, however often", async () => {
  const call = callOf("s3", "GetObject", { Bucket: "b", Key: "k" });
  const { accesses } = await accessesIn([call, call], stackOf());
  expect(accesses.map(({ action, times }) => [action, times])).toEqual([
    ["s3:GetObject", 2],
    ["sts:AssumeRole", 1],
  ]);
});

describe("a service", () => {
  it("takes a role on behalf of what works under it", async () => {
    const machines = [{ arn: MACHINE, role: ROLE, logged: false, traced: false }];
    const call = serviceCall("states", "sts", "AssumeRole", { RoleArn: ROLE });
    const { accesses } = await accessesIn([call], stackOf({ machines }));
    expect(accesses).toMatchObject([
      {
        by: { kind: "service", service: "states.amazonaws.com" },
        resource: ROLE,
        context: { "aws:SourceArn": MACHINE, "aws:SourceAccount": ACCOUNT },
      },
    ]);
  });

  it("takes the role of a schedule on behalf of its group", async () => {
    const group = `arn:aws:scheduler:us-east-1:${ACCOUNT}:schedule-group/default`;
    const stack = stackOf({ schedules: [{ group, role: ROLE }] });
    const taken = serviceCall("scheduler", "sts", "AssumeRole", { RoleArn: ROLE });
    const used = callOf("sqs", "SendMessage", { QueueUrl: "http://x/1/jobs" }, { principal: "scheduler" });
    for (const call of [taken, used]) {
      const { accesses } = await accessesIn([call], stack);
      expect(accesses).toContainEqual(
        expect.objectContaining({
          by: { kind: "service", service: "scheduler.amazonaws.com" },
          action: "sts:AssumeRole",
          context: expect.objectContaining({ "aws:SourceArn": group }),
        }),
      );
    }
  });

  it("delivers to a queue or topic of the stack, and to none of another one", async () => {
    const [queue, topic] = [`arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`, `arn:aws:sns:us-east-1:${ACCOUNT}:news`];
    const delivery = serviceCall("sns", "sqs", "SendMessage", { QueueUrl: "http://x/1/jobs" }, topic);
    const publication = serviceCall("events", "sns", "Publish", { TopicArn: topic });
    const stack = stackOf({ receivers: [queue, topic] });
    expect(await done([delivery, publication], stack)).toEqual([
      `sqs:SendMessage on ${queue}`,
      `sns:Publish on ${topic}`,
    ]);
    expect((await accessesIn([delivery], stack)).accesses).toMatchObject([
      { by: { service: "sns.amazonaws.com" }, context: { "aws:SourceArn": topic } },
    ]);
    expect(await done([delivery, publication], stackOf())).toEqual([]);
  });

  it("must have been let take a role that is in use", async () => {
    const { accesses } = await accessesIn([callOf("s3", "ListBuckets")], stackOf());
    expect(accesses).toContainEqual(
      expect.objectContaining({ by: { kind: "service", service: "lambda.amazonaws.com" }, resource: ROLE }),
    );
  });

  it("invokes a function for a route; for ANY by every method", async () => {
    const invoke = (route: string) =>
      serviceCall("apigateway", "lambda", "Invoke", { FunctionName: FUNCTION }, `${API}/prod/${route}`);
    const sources = async (route: string) =>
      (await accessesIn([invoke(route)], stackOf({ functions: FUNCTIONS }))).accesses
        .filter(({ why }) => why === "recorded")
        .map(({ context }) => context["aws:SourceArn"]);
    expect(await sources("GET/a")).toEqual([`${API}/prod/GET/a`]);
    expect(await sources("ANY/a")).toHaveLength(7);
    expect(await sources("ANY/a")).toContain(`${API}/prod/PATCH/a`);
  });

  it("that invokes a function of another stack is not looked at", async () => {
    const call = serviceCall("apigateway", "lambda", "Invoke", { FunctionName: `${FUNCTION}-else` });
    expect(await done(call, stackOf({ functions: FUNCTIONS }))).toEqual([]);
  });

  it("asks the policy of an API about every visitor", async () => {
    const call = serviceCall(
      "apigateway",
      "lambda",
      "Invoke",
      { FunctionName: FUNCTION },
      `${API}/prod/GET/a`,
    );
    const resources = [{ resource: API, logicalId: "Api", document: {} }];
    expect(await done(call, stackOf({ functions: FUNCTIONS, resources }))).toContain(
      `execute-api:Invoke on ${API}/prod/GET/a`,
    );
  });
});

describe("whose calls are not looked at", () => {
  it.each([
    ["a developer's", callOf("s3", "ListBuckets", {}, { role: null, principal: null })],
    ["another role's", callOf("s3", "ListBuckets", {}, { role: `${ROLE}-else` })],
    ["LocalStack's own", callOf("events", "PutEvents", {}, { role: null, principal: null, internal: true })],
    [
      "LocalStack's detour to a log group that is there",
      callOf(
        "logs",
        "CreateLogGroup",
        { logGroupName: "/g" },
        { internal: true, error: "ResourceAlreadyExistsException", status: 400 },
      ),
    ],
  ])("%s", async (_, call) => {
    expect((await accessesIn([call], stackOf())).accesses).toEqual([]);
  });

  it("but those of a function that makes a log group are", async () => {
    const call = callOf(
      "logs",
      "CreateLogGroup",
      { logGroupName: "/g" },
      { error: "ResourceAlreadyExistsException" },
    );
    expect(await done(call)).toEqual([
      `logs:CreateLogGroup on arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/g`,
    ]);
  });
});

it("takes visitors of a website for anyone, without TLS", async () => {
  const internal = { role: null, principal: null, internal: true };
  const visit = callOf("s3", "GetObject", { Bucket: "site", Key: "index.html" }, internal);
  const website = callOf("s3", "GetBucketWebsite", { Bucket: "site" }, internal);
  const document = { Version: "2012-10-17", Statement: [] };
  const resources = [{ resource: "arn:aws:s3:::site", logicalId: "Site", document }];
  const stack = stackOf({ resources });
  expect((await accessesIn([website, visit], stack)).accesses).toMatchObject([
    { by: { kind: "anyone" }, action: "s3:GetObject", context: { "aws:SecureTransport": "false" } },
  ]);
  expect((await accessesIn([visit], stack)).accesses).toEqual([]);
  // the website of another stack
  expect((await accessesIn([website, visit], stackOf())).accesses).toEqual([]);
});

describe("what AWS does by itself", () => {
  const actions = async (fields: Partial<StackPolicies>) =>
    (await accessesIn([], stackOf(fields))).accesses.map(({ action }) => action);

  it("for a function: its log, and its traces where it has any", async () => {
    const log = ["logs:CreateLogStream", "logs:PutLogEvents"];
    expect(await actions({ functions: FUNCTIONS })).toEqual(log);
    const traced = FUNCTIONS.map((fn) => ({ ...fn, traced: true }));
    expect(await actions({ functions: traced })).toEqual([
      ...log,
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });

  it("for a function that reads a queue or a stream", async () => {
    const source = (...sources: string[]) => FUNCTIONS.map((fn) => ({ ...fn, sources }));
    const queue = `arn:aws:sqs:us-east-1:${ACCOUNT}:jobs`;
    const stream = `arn:aws:dynamodb:us-east-1:${ACCOUNT}:table/pets/stream/1`;
    expect((await actions({ functions: source(queue) })).slice(2)).toEqual([
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:GetQueueAttributes",
    ]);
    expect((await actions({ functions: source(stream) })).slice(2)).toEqual([
      "dynamodb:DescribeStream",
      "dynamodb:GetRecords",
      "dynamodb:GetShardIterator",
      "dynamodb:ListStreams",
    ]);
  });

  it("for a state machine: the same, where it has them", async () => {
    const machine = { arn: MACHINE, role: ROLE, logged: false, traced: false };
    expect(await actions({ machines: [machine] })).toEqual([]);
    expect(await actions({ machines: [{ ...machine, logged: true }] })).toHaveLength(8);
    expect(await actions({ machines: [{ ...machine, traced: true }] })).toContain("xray:GetSamplingRules");
  });

  it("for an API: its logs, under the account's role, which may be the stack's", async () => {
    expect(await actions({ apiLoggingRole: `${ROLE}-else` })).toEqual([]);
    const found = await actions({ apiLoggingRole: ROLE });
    expect(found).toContain("sts:AssumeRole");
    expect(found).toContain("logs:FilterLogEvents");
    const written = serviceCall("apigateway", "logs", "PutLogEvents", {
      logGroupName: "/g",
      logStreamName: "s",
    });
    expect(await done(written, stackOf({ apiLoggingRole: ROLE }))).toEqual([
      `logs:PutLogEvents on arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/g:log-stream:s`,
    ]);
  });
});
