/** What AWS documents about IAM's evaluation, asked of the evaluator that is used in its place. */
import { describe, expect, it } from "vitest";
import type { Caller, RequestContext } from "./accesses/access.ts";
import { Evaluator } from "./evaluate.ts";
import type { Statement } from "./policies/policy-document.ts";
import type { StackPolicies } from "./policies/stack-policies.ts";
import { allStatements, policiesOf } from "./statements.ts";

const ACCOUNT = "000000000000";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/R`;
const FN = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`;
const IDENTITY = `arn:aws:ses:us-east-1:${ACCOUNT}:identity/a@b.example`;
const byRole: Caller = { kind: "role", role: ROLE };
const byApi: Caller = { kind: "service", service: "apigateway.amazonaws.com" };
const anyone: Caller = { kind: "anyone" };

interface Question {
  by?: Caller;
  /** What the role may do. */
  identity?: Statement[];
  /** The policy of the resource, or of its bucket. */
  own?: Statement[];
  restricted?: boolean;
  context?: RequestContext;
}

async function ask(action: string, resource: string, question: Question): Promise<string> {
  const { by = byRole, identity = [], own, restricted = false, context = {} } = question;
  const owner = action.startsWith("s3:") ? resource.replace(/\/.*/, "") : resource;
  const isTrust = action === "sts:AssumeRole";
  const stack: StackPolicies = {
    stack: "Trial",
    account: ACCOUNT,
    region: "us-east-1",
    roles: [
      {
        arn: ROLE,
        name: "R",
        logicalId: "R",
        trust: { Statement: isTrust ? (own ?? []) : [] },
        policies: [{ name: "P", document: { Version: "2012-10-17", Statement: identity } }],
      },
    ],
    resources:
      own && !isTrust
        ? [
            {
              resource: owner,
              logicalId: "X",
              document: { Version: "2012-10-17", Statement: own },
              restricted,
            },
          ]
        : [],
    functions: [],
    machines: [],
    identities: [],
  };
  const policies = policiesOf(stack);
  const evaluator = new Evaluator(stack, policies, allStatements(policies));
  return (await evaluator.decide({ by, action, resource, context, why: "recorded", times: 1 })).result;
}

const allow = (Action: string, Resource: string | string[], more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const trust = (Service: string, Condition?: Statement["Condition"]): Statement => ({
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Principal: { Service },
  ...(Condition && { Condition }),
});

describe("actions and resources", () => {
  it.each<[string, string, string, string, Statement[]]>([
    [
      "a function's version is not the function",
      "denied",
      "lambda:InvokeFunction",
      `${FN}:1`,
      [allow("lambda:InvokeFunction", FN)],
    ],
    [
      "its versions are",
      "allowed",
      "lambda:InvokeFunction",
      `${FN}:1`,
      [allow("lambda:InvokeFunction", `${FN}:*`)],
    ],
    [
      "and do not mean the function",
      "denied",
      "lambda:InvokeFunction",
      FN,
      [allow("lambda:InvokeFunction", `${FN}:*`)],
    ],
    ["actions have no case", "allowed", "lambda:InvokeFunction", FN, [allow("LAMBDA:invokefunction", FN)]],
    [
      "a bucket is not its objects",
      "denied",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      [allow("s3:GetObject", "arn:aws:s3:::b")],
    ],
    [
      "a wildcard goes beyond a slash",
      "allowed",
      "s3:GetObject",
      "arn:aws:s3:::bucket/k",
      [allow("s3:GetObject", "arn:aws:s3:::b*")],
    ],
    [
      "a question mark is one character",
      "allowed",
      "s3:GetObject",
      "arn:aws:s3:::b/k1",
      [allow("s3:GetObject", "arn:aws:s3:::b/k?")],
    ],
    [
      "all but one is not that one",
      "denied",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      [{ Effect: "Allow", Action: "s3:GetObject", NotResource: "arn:aws:s3:::b/*" }],
    ],
    [
      "an action without resources needs the wildcard",
      "denied",
      "s3:ListAllMyBuckets",
      "*",
      [allow("s3:ListAllMyBuckets", "arn:aws:s3:::b")],
    ],
    [
      "a Deny outweighs",
      "refused",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      [allow("s3:*", "*"), { Effect: "Deny", NotAction: "s3:PutObject", Resource: "*" }],
    ],
    [
      "another account is another resource",
      "denied",
      "states:StartExecution",
      `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:m`,
      [allow("states:*", "arn:aws:states:us-east-1:111111111111:stateMachine:*")],
    ],
    [
      "a policy that is not valid decides nothing",
      "unknown",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      [allow("s3GetObject", "*")],
    ],
  ])("%s: %s", async (_, expected, action, resource, identity) => {
    expect(await ask(action, resource, { identity })).toBe(expected);
  });
});

describe("conditions", () => {
  const forAll = { "ForAllValues:StringLike": { "ses:Recipients": ["*@a.example"] } };
  it.each<[string, string, Statement["Condition"] & object, RequestContext]>([
    ["all recipients are let in", "allowed", forAll, { "ses:Recipients": ["x@a.example", "y@a.example"] }],
    ["one is not", "denied", forAll, { "ses:Recipients": ["x@a.example", "y@evil.example"] }],
    [
      "values have a case",
      "denied",
      { StringEquals: { "ses:FromAddress": "A@b" } },
      { "ses:FromAddress": "a@b" },
    ],
    ["what is missing fails", "denied", { StringEquals: { "ses:FromAddress": "a@b" } }, {}],
    [
      "unless it is asked for only if it exists",
      "allowed",
      { StringEqualsIfExists: { "ses:FromAddress": "a@b" } },
      {},
    ],
    ["or is to be missing", "allowed", { Null: { "ses:FromAddress": "true" } }, {}],
  ])("%s: %s", async (_, expected, Condition, context) => {
    const identity = [allow("ses:SendEmail", IDENTITY, { Condition })];
    expect(await ask("ses:SendEmail", IDENTITY, { identity, context })).toBe(expected);
  });
});

describe("policies of resources", () => {
  const source = (api: string) => ({
    "aws:SourceArn": `arn:aws:execute-api:us-east-1:${ACCOUNT}:${api}/prod/GET/`,
  });
  const forApi = allow("lambda:InvokeFunction", FN, {
    Principal: { Service: "apigateway.amazonaws.com" },
    Condition: { ArnLike: { "AWS:SourceArn": `arn:aws:execute-api:us-east-1:${ACCOUNT}:api/prod/*/*` } },
  });
  const open = allow("s3:GetObject", "arn:aws:s3:::b/*", { Principal: { AWS: "*" } });
  const tls: Statement = {
    Effect: "Deny",
    Action: "s3:*",
    Principal: "*",
    Resource: "arn:aws:s3:::b/*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };
  const plain = { "aws:SecureTransport": "false" };
  it.each<[string, string, string, string, Question]>([
    [
      "a service from where it may come",
      "allowed",
      "lambda:InvokeFunction",
      FN,
      { by: byApi, own: [forApi], context: source("api") },
    ],
    [
      "and from elsewhere",
      "denied",
      "lambda:InvokeFunction",
      FN,
      { by: byApi, own: [forApi], context: source("other") },
    ],
    [
      "a role that it names needs no more",
      "allowed",
      "lambda:InvokeFunction",
      FN,
      { own: [allow("lambda:InvokeFunction", FN, { Principal: { AWS: ROLE } })] },
    ],
    [
      "one of an account that it names does",
      "denied",
      "lambda:InvokeFunction",
      FN,
      { own: [allow("lambda:InvokeFunction", FN, { Principal: { AWS: ACCOUNT } })] },
    ],
    [
      "everyone, in a bucket that is open",
      "allowed",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      { by: anyone, own: [open] },
    ],
    [
      "that blocks public access",
      "refused",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      { by: anyone, own: [open], restricted: true },
    ],
    [
      "no visitor without TLS",
      "refused",
      "s3:GetObject",
      "arn:aws:s3:::b/k",
      { identity: [allow("s3:*", "*")], own: [tls], context: plain },
    ],
    [
      "the service that a role trusts",
      "allowed",
      "sts:AssumeRole",
      ROLE,
      { by: byApi, own: [trust("apigateway.amazonaws.com")] },
    ],
    [
      "not another one",
      "denied",
      "sts:AssumeRole",
      ROLE,
      { by: byApi, own: [trust("lambda.amazonaws.com")] },
    ],
    [
      "not on another's behalf",
      "denied",
      "sts:AssumeRole",
      ROLE,
      {
        by: byApi,
        own: [trust("apigateway.amazonaws.com", { ArnEquals: { "aws:SourceArn": "arn:aws:states:::x" } })],
        context: source("api"),
      },
    ],
    ["no service, where it trusts none", "denied", "sts:AssumeRole", ROLE, { by: byApi }],
  ])("%s: %s", async (_, expected, action, resource, question) => {
    expect(await ask(action, resource, question)).toBe(expected);
  });
});
