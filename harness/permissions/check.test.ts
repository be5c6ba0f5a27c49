import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RecordedCall } from "../control/call-record.ts";
import { type CheckOptions, checkPermissions } from "./check.ts";
import type { AcceptedGrant } from "./grants/accepted-grant.ts";
import { additions, type Mutant, removals, repetitions } from "./mutants.fixture.ts";
import { listed, type Statement } from "./policies/policy-document.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { loadRecording } from "./recording.ts";

/** Of this app, as `npm run permissions -- --save` writes it, cut to one call of each kind. */
const { stacks, calls, tlsOnly } = await loadRecording(join(import.meta.dirname, "fixtures/recording.json"));
const [policies] = stacks as [StackPolicies];
/** As harness.config.ts of this app accepts it. */
const ACCEPTED: AcceptedGrant[] = [
  {
    owner: "ApiRestCloudWatchRole",
    policy: "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
    element: "resources",
    value: "*",
    reason: "AWS's own policy",
  },
];
const storage = tlsOnly[0] ?? "";
const SITE = policies.resources.find(({ logicalId }) => logicalId.startsWith("SiteBucket"))?.resource ?? "";

const findings = async (stack: StackPolicies, done = calls, options: Partial<CheckOptions> = {}) =>
  (await checkPermissions(done, [stack], { tlsOnly, accepted: ACCEPTED, ...options })).findings;
const texts = async (...args: Parameters<typeof findings>) =>
  (await findings(...args)).map(({ kind, text }) => `${kind}: ${text}`);

const allow = (Action: string, Resource: string): Statement => ({ Effect: "Allow", Action, Resource });

it("finds nothing wrong with the app as it is", async () => {
  expect(await findings(policies)).toEqual([]);
});

it("has something to look at", () => {
  expect(removals(policies).length).toBeGreaterThan(30);
  expect(storage).toMatch(/storage/);
});

describe("a statement less", () => {
  it.each(removals(policies))("$name", async ({ policies: without, owner, statement }) => {
    const found = await texts(without);
    const who = owner.replace(/ .*/s, "");
    for (const action of listed(statement.Action).filter((name) => !name.includes("*"))) {
      const named = found.filter(
        (text) => text.startsWith("denied: ") && text.includes(`may not ${action} on `),
      );
      expect(
        named.some((text) => text.includes(who) || text.includes(owner.replace(/^\S+ \(|\)$/g, ""))),
      ).toBe(statement.Effect === "Allow");
    }
    expect(found).not.toEqual([]);
    if (statement.Effect === "Deny") expect(found.join()).toMatch(/^open: .*Role.*s3:PutObject on .*storage/);
  });
});

describe("a statement more", () => {
  const expectExcess = async (mutants: ReturnType<typeof additions>, kinds: RegExp) => {
    expect(mutants.length).toBeGreaterThan(0);
    for (const { policies: more, owner, name } of mutants) {
      const found = await texts(more);
      expect(found, name).toContainEqual(expect.stringMatching(kinds));
      expect(found.join("\n"), name).toContain(owner);
    }
  };

  /** To a function's role, to the state machine's and to API Gateway's. */
  const isChosen = ({ owner }: Mutant) =>
    /^(FunctionsSend|Workflow|ApiRest|StorageBucket|SiteBucket)/.test(owner);
  const some = (kind: "identity" | "trust", statement: Statement) =>
    additions(policies, kind, statement).filter(isChosen);

  it("that is there already", () => expectExcess(repetitions(policies).filter(isChosen), /^redundant: /));

  it.each<[Statement, RegExp]>([
    [allow("s3:DeleteObject", `${storage}/*`), /^unused: .*s3:DeleteObject on/],
    [allow("dynamodb:*", "*"), /^unused: .*dynamodb:\* on \*/],
    [allow("*", "*"), /^(wide|unused): .*\* on \*/],
    [{ Effect: "Allow", NotAction: "iam:*", Resource: "*" }, /^wide: .*all but/],
    [{ Effect: "Deny", Action: "s3:DeleteObject", Resource: "*" }, /^unused: .*Deny s3:DeleteObject on/],
  ])("in the policies of roles: %j", (statement, kinds) => expectExcess(some("identity", statement), kinds));

  it.each<[NonNullable<Statement["Principal"]>, RegExp]>([
    [{ Service: "ec2.amazonaws.com" }, /^unused: .*sts:AssumeRole on .* for ec2\.amazonaws\.com/],
    [{ AWS: "*" }, /^open: .*sts:AssumeRole .* for \*.*: anyone may do this/],
    [{ AWS: "arn:aws:iam::000000000000:root" }, /^unused: .*sts:AssumeRole/],
  ])("in trust policies: %j", (Principal, kinds) =>
    expectExcess(
      additions(policies, "trust", { Effect: "Allow", Action: "sts:AssumeRole", Principal }),
      kinds,
    ),
  );

  it.each<[string, NonNullable<Statement["Principal"]>, RegExp]>([
    ["lambda:InvokeFunction", { Service: "s3.amazonaws.com" }, /^unused: .*for s3\.amazonaws\.com/],
    ["lambda:InvokeFunction", "*", /^open: .*lambda:InvokeFunction/],
    ["lambda:GetFunction", "*", /^open: .*lambda:GetFunction/],
    ["s3:PutObject", "*", /^open: .*s3:PutObject/],
    ["s3:ListBucket", { AWS: "*" }, /^open: .*s3:ListBucket/],
  ])("in the policies of resources: %s for %j", (Action, Principal, kinds) =>
    expectExcess(
      additions(policies, "resource", {
        Effect: "Allow",
        Action,
        Principal,
        Resource: Action.startsWith("s3:Put") ? `${storage}/*` : Action.startsWith("s3:") ? storage : "*",
      }),
      kinds,
    ),
  );

  it("that widens what is there, by another one", async () => {
    const mutants = additions(policies, "identity", allow("s3:PutObject", `${storage}/*`));
    const send = mutants.find(({ owner }) => owner.startsWith("FunctionsSendRole"));
    const found = await texts(send?.policies ?? policies);
    expect(found).toContainEqual(expect.stringMatching(/^redundant: .*\/sent\/\*/));
    expect(found).toContainEqual(
      expect.stringMatching(/^redundant: .*s3:PutObject on [^ ]*storage[^/ ]*\/\*/),
    );
  });

  it("that allows twice what is allowed, and more", async () => {
    const Action = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
    const mutants = additions(policies, "identity", { Effect: "Allow", Action, Resource: "*" });
    const found = await texts(
      mutants.find(({ owner }) => owner.startsWith("FunctionsSend"))?.policies ?? policies,
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^redundant: FunctionsSendRole.*logs:PutLogEvents on \*/),
    );
    expect(found).toContainEqual(
      expect.stringMatching(/^unused: FunctionsSendRole[^:]*: logs:CreateLogGroup on \*/),
    );
  });

  it("that refuses what the app does", async () => {
    const Deny: Statement = { Effect: "Deny", Action: "s3:*", Resource: "*" };
    const mutants = additions(policies, "identity", Deny);
    const send = mutants.find(({ owner }) => owner.startsWith("FunctionsSendRole"));
    expect(await texts(send?.policies ?? policies)).toContainEqual(
      expect.stringMatching(/^denied: FunctionsSendRole.* may not s3:PutObject on .*refuses it/),
    );
  });

  it("that has visitors of the page use TLS, which S3's websites do not speak", async () => {
    const Condition = { Bool: { "aws:SecureTransport": "false" } };
    const tls: Statement = {
      Effect: "Deny",
      Action: "s3:*",
      Principal: "*",
      Resource: `${SITE}/*`,
      Condition,
    };
    const mutant = additions(policies, "resource", tls).find(({ owner }) => owner.includes(SITE));
    expect(await texts(mutant?.policies ?? policies)).toContainEqual(
      expect.stringMatching(/^denied: anyone may not s3:GetObject/),
    );
  });
});

describe("an open policy of a resource", () => {
  const opened = (statement: Statement) =>
    additions(policies, "resource", statement).filter(({ owner }) => owner.includes(SITE))[0]?.policies ??
    policies;
  const anyone: Statement = { Effect: "Allow", Action: "s3:*", Principal: "*", Resource: `${SITE}/*` };

  it("is one finding, and no other statement is redundant because of it", async () => {
    const found = await findings(opened(anyone));
    expect(found).toMatchObject([
      {
        kind: "open",
        text: expect.stringMatching(/s3:\* means \d+ actions, and only s3:GetObject was used$/),
      },
    ]);
  });

  it("that a condition limits to chosen callers is not open", async () => {
    const Condition = { StringEquals: { "aws:SourceAccount": "000000000000" } };
    const kinds = (await findings(opened({ ...anyone, Action: "s3:PutObject", Condition }))).map(
      ({ kind }) => kind,
    );
    expect(kinds).toEqual(["unused"]);
  });

  it("is not a finding where visitors need it", async () => {
    expect(await findings(policies)).toEqual([]);
  });

  it("can be accepted", async () => {
    const accepted: AcceptedGrant[] = [
      ...ACCEPTED,
      { owner: "SiteBucket", policy: "resource policy", element: "actions", value: "s3:*", reason: "a test" },
    ];
    expect(await findings(opened(anyone), calls, { accepted })).toEqual([]);
  });
});

describe("several stacks", () => {
  const other: StackPolicies = {
    ...policies,
    stack: "Other",
    roles: policies.roles.map((role) => ({ ...role, arn: `${role.arn}-other`, name: `${role.name}-other` })),
    resources: [],
    functions: [],
    machines: [],
  };

  it("are checked together, and name their roles with their stack", async () => {
    const { findings: found } = await checkPermissions(calls, [policies, other], {
      tlsOnly,
      accepted: [...ACCEPTED.map((each) => ({ ...each, stack: policies.stack }))],
    });
    expect(found.map(({ text }) => text).filter((text) => text.startsWith(`${policies.stack}/`))).toEqual([]);
    expect(found).toContainEqual({
      kind: "unused",
      text: expect.stringMatching(/^Other\/FunctionsSendRole.*s3:PutObject.*never used/),
    });
  });

  it("of several accounts, or none, are refused", async () => {
    const elsewhere = { ...other, account: "111111111111" };
    await expect(checkPermissions(calls, [policies, elsewhere])).rejects.toMatchObject({
      code: "SEVERAL_ACCOUNTS",
    });
    await expect(checkPermissions(calls, [])).rejects.toMatchObject({ code: "NO_STACK" });
  });
});

it("reports one line for accesses that differ in an id only", async () => {
  const put = calls.find(({ operation, role }) => operation === "PutObject" && role?.includes("SendRole"));
  const many = Array.from({ length: 5 }, (_, i) => ({
    ...(put as RecordedCall),
    request: { Bucket: "other", Key: `cuddles/${crypto.randomUUID()}/${i}.json` },
  }));
  const found = await texts(policies, [...calls, ...many]);
  expect(found).toEqual([
    expect.stringMatching(
      /^denied: FunctionsSendRole.* may not s3:PutObject on arn:aws:s3:::other\/cuddles\/\*.*, such as .*\(5 times\)$/,
    ),
  ]);
});

describe("a call more", () => {
  const sending = calls.find(
    ({ operation, role }) => operation === "SendEmail" && role?.includes("SendRole"),
  );
  const also = (call: Partial<RecordedCall>) => [...calls, { ...(sending as RecordedCall), ...call }];

  it.each<[string, Partial<RecordedCall>, RegExp]>([
    [
      "of another service",
      { service: "dynamodb", operation: "PutItem", request: { TableName: "t" } },
      /^denied: FunctionsSendRole.* may not dynamodb:PutItem on arn:aws:dynamodb:us-east-1:000000000000:table\/t/,
    ],
    [
      "on another resource",
      { service: "s3", operation: "PutObject", request: { Bucket: "other", Key: "k" } },
      /^denied: FunctionsSendRole.* may not s3:PutObject on arn:aws:s3:::other\/k.*not this resource/,
    ],
    [
      "under another condition",
      { request: { Source: "spam@petcuddleotron.example", Destination: { ToAddresses: ["a@b.example"] } } },
      /^denied: FunctionsSendRole.* may not ses:SendEmail on .*spam@/,
    ],
    [
      "that AWS denies too, and that failed here",
      {
        service: "s3",
        operation: "GetObject",
        status: 404,
        error: "NoSuchKey",
        request: { Bucket: "b", Key: "k" },
      },
      /^denied: .* may not s3:GetObject/,
    ],
    [
      "that AWS does not have",
      { service: "s3", operation: "CuddleObject", request: {} },
      /^unknown: FunctionsSendRole.*: s3 CuddleObject .*IAM has no action of that name/,
    ],
  ])("%s", async (_, call, expected) => {
    expect(await texts(policies, also(call))).toContainEqual(expect.stringMatching(expected));
  });
});

it("reports a resource that is not an ARN", async () => {
  const [mutant] = additions(policies, "identity", allow("s3:GetObject", "storage/failures"));
  expect(await texts(mutant?.policies ?? policies)).toContainEqual(
    expect.stringMatching(/^unknown: .*storage\/failures, which is not an ARN/),
  );
});

it("reports a condition that it does not know", async () => {
  const Condition = { StringEquals: { "aws:PrincipalTag/team": "cats" } };
  const [mutant] = additions(policies, "identity", { ...allow("s3:DeleteObject", "*"), Condition });
  expect(await texts(mutant?.policies ?? policies)).toContainEqual(
    expect.stringMatching(/^unknown: .* has a condition on aws:principaltag\/team/),
  );
});

it("reports an accepted grant that does not exist", async () => {
  const reason = "there was a time";
  const accepted: AcceptedGrant[] = [
    { owner: "FunctionsSendRole", policy: "Former", element: "actions", value: "s3:*", reason },
  ];
  const found = await texts(policies, calls, { accepted });
  expect(found).toContainEqual(expect.stringMatching(/^stale: FunctionsSendRole/));
  expect(found).toContainEqual(expect.stringMatching(/^wide: ApiRestCloudWatchRole/));
});
