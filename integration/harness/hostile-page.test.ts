/** Promise: no web page of another origin can use LocalStack by way of the browser in which it is read. */
import { CloudFormationClient, DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Harness } from "localstack-harness";
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { test as base, expect } from "../app.ts";
import { closeBrowser, theBrowser } from "../browser.ts";
import { attemptsAt, tryAll, type Wish } from "../hostile/attempts.ts";
import { type HostileSite, serveHostileSite } from "../hostile/hostile-site.ts";
import { GETTING, SENDING } from "../hostile/ways.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

afterAll(closeBrowser);

const test = base.extend<{ site: HostileSite; tab: Page }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures from the pattern
  site: async ({}, use) => {
    await using site = await serveHostileSite();
    await use(site);
  },
  tab: async ({ harness, skip }, use) => {
    skip(harness.plugin === undefined, "AWS has no doors of ours");
    const context = await (await theBrowser()).newContext();
    await use(await context.newPage());
    await context.close();
  },
});

/** Anyone can forge one: LocalStack checks no signature. */
const forged = (service: string) =>
  `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=test/20260101/us-east-1/${service}/aws4_request&X-Amz-Date=20260101T000000Z&X-Amz-Expires=604800&X-Amz-SignedHeaders=host&X-Amz-Signature=0`;
const TEMPLATE = JSON.stringify({ Resources: { Topic: { Type: "AWS::SNS::Topic" } } });

/** What a page could want, each with the mark by which its effect would be known. */
function wishes(mark: string, bucket: string, email: string): Wish[] {
  const stack = new URLSearchParams({
    Action: "CreateStack",
    Version: "2010-05-15",
    StackName: mark,
    TemplateBody: TEMPLATE,
  }).toString();
  const mail = new URLSearchParams({
    Action: "SendEmail",
    Version: "2010-12-01",
    Source: "cuddles@petcuddleotron.example",
    "Destination.ToAddresses.member.1": email,
    "Message.Subject.Data": mark,
    "Message.Body.Text.Data": mark,
  }).toString();
  const fn = JSON.stringify({
    FunctionName: mark,
    Runtime: "nodejs24.x",
    Role: "arn:aws:iam::000000000000:role/r",
    Handler: "index.handler",
    Code: { ZipFile: "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==" },
  });
  const fault = JSON.stringify({ service: "ses", operation: "SendEmail", error: "Throttling", match: mark });
  const upload = new URLSearchParams({
    key: "index.html",
    "X-Amz-Credential": "test",
    "X-Amz-Signature": "0",
    policy: "e30=",
    file: mark,
  }).toString();
  return [
    { path: `/?${stack}&${forged("cloudformation")}` },
    { path: `/?${mail}&${forged("email")}` },
    { path: `/${bucket}/index.html?${stack}&${forged("s3")}` },
    { path: `/_aws/execute-api/none/prod?${stack}&${forged("cloudformation")}` },
    { path: `/?${forged("cloudformation")}`, body: stack },
    { path: "/", body: mail },
    { path: `/2015-03-31/functions?${forged("lambda")}`, body: fn },
    { path: `/${bucket}`, body: upload },
    { path: `/${bucket}/index.html?${forged("s3")}`, body: mark },
    { path: `/${bucket}/index.html?${forged("s3")}&x-id=PutObject`, body: upload },
    { path: "/_harness/faults", body: fault },
    { path: "/_harness/clock", body: JSON.stringify({ match: mark }) },
    { path: "/_aws/ses", body: "all" },
    { path: "/_localstack/health", body: JSON.stringify({ action: "kill" }) },
  ];
}

/** Looks at everything that one of the wishes would have changed. */
async function expectNoEffect(harness: Harness, mark: string, bucket: string, page: string): Promise<void> {
  const { endpoint, config } = harness;
  const health = await fetch(`${endpoint}/_localstack/health`);
  expect(health.status).toBe(200);
  const calls = (await (await fetch(`${endpoint}/_harness/calls?match=${mark}`)).json()) as {
    calls: unknown[];
  };
  expect(calls.calls).toEqual([]);
  const cloudFormation = new CloudFormationClient(config);
  const { Stacks = [] } = await cloudFormation.send(new DescribeStacksCommand({}));
  expect(Stacks.map(({ StackName }) => StackName)).not.toContain(mark);
  cloudFormation.destroy();
  const lambda = new LambdaClient(config);
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
  expect(Functions.map(({ FunctionName }) => FunctionName)).not.toContain(mark);
  lambda.destroy();
  expect(await indexOf(harness, bucket)).toBe(page);
}

async function indexOf({ config }: Harness, bucket: string): Promise<string | undefined> {
  const s3 = new S3Client(config);
  try {
    const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: "index.html" }));
    return await object.Body?.transformToString();
  } finally {
    s3.destroy();
  }
}

/** A bucket with a public website of one page; `await using` removes it. */
async function bucketWithPage({ config }: Harness, name: string): Promise<AsyncDisposable> {
  const s3 = new S3Client(config);
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  await s3.send(
    new PutBucketWebsiteCommand({
      Bucket: name,
      WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
    }),
  );
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: `arn:aws:s3:::${name}/*`,
  };
  await s3.send(
    new PutBucketPolicyCommand({ Bucket: name, Policy: JSON.stringify({ Statement: [statement] }) }),
  );
  await s3.send(
    new PutObjectCommand({
      Bucket: name,
      Key: "index.html",
      Body: "<!doctype html><body>",
      ContentType: "text/html",
    }),
  );
  return {
    async [Symbol.asyncDispose]() {
      await s3.send(new DeleteObjectCommand({ Bucket: name, Key: "index.html" }));
      await s3.send(new DeleteBucketCommand({ Bucket: name }));
      s3.destroy();
    },
  };
}

test("a hostile page of another origin tries everything, and nothing has an effect", async ({
  harness,
  endpoint,
  outputs,
  inbox,
  site,
  tab,
}) => {
  const mark = `hostile-${crypto.randomUUID()}`;
  const bucket = outputs.SiteBucketName ?? "";
  const before = (await indexOf(harness, bucket)) ?? "";
  const email = inbox.address();
  await tab.goto(site.origin);
  await tryAll(tab, site.waysUrl, attemptsAt(endpoint, wishes(mark, bucket, email)));
  await expectNoEffect(harness, mark, bucket, before);
  expect(await inbox.messages({ to: email })).toEqual([]);

  // the ways are ways: by each of them something reaches a server without doors
  const other = site.origin.replace("evil.localhost", "127.0.0.1");
  const control = [
    ...Object.keys(GETTING).map((way) => ({
      way,
      address: `${other}/got/${encodeURIComponent(way)}?x=y`,
      body: "",
    })),
    ...Object.keys(SENDING).map((way) => ({
      way,
      address: `${other}/sent/${encodeURIComponent(way)}`,
      body: "a=b",
    })),
  ];
  await tryAll(tab, site.waysUrl, control);
  for (const { way, body } of control) {
    const arrived = () => site.arrived.map((line) => decodeURIComponent(line));
    await expect
      .poll(arrived, { message: way })
      .toContainEqual(expect.stringContaining(`/${body ? "sent" : "got"}/${way}`));
  }
}, 120_000);

test("a site in a bucket drives neither the harness nor AWS", async ({
  harness,
  endpoint,
  outputs,
  inbox,
  site,
  tab,
}) => {
  const mark = `hostile-${crypto.randomUUID()}`;
  const bucket = outputs.SiteBucketName ?? "";
  const before = (await indexOf(harness, bucket)) ?? "";
  await using _ = await bucketWithPage(harness, mark);
  const { port } = new URL(endpoint);
  const email = inbox.address();
  const wanted = wishes(`${mark}-wish`, bucket, email);
  await tab.goto(`http://${mark}.s3-website.localhost:${port}/`);
  await tryAll(tab, site.waysUrl, attemptsAt(new URL(tab.url()).origin, wanted));
  await tryAll(tab, site.waysUrl, attemptsAt(endpoint, wanted));
  await expectNoEffect(harness, `${mark}-wish`, bucket, before);

  // the same page opened by its path has the origin of the APIs themselves
  await tab.goto(`${endpoint}/${mark}/index.html`);
  await tryAll(tab, site.waysUrl, attemptsAt(endpoint, wanted));
  await expectNoEffect(harness, `${mark}-wish`, bucket, before);
  expect(await inbox.messages({ to: email })).toEqual([]);
}, 120_000);

test("a name that was pointed at this machine is none of LocalStack's", async ({
  harness,
  endpoint,
  outputs,
  inbox,
  site,
  tab,
}) => {
  const mark = `hostile-${crypto.randomUUID()}`;
  const bucket = outputs.SiteBucketName ?? "";
  const before = (await indexOf(harness, bucket)) ?? "";
  const email = inbox.address();
  const rebound = `http://rebound.localhost:${new URL(endpoint).port}`;
  const opened = await tab.goto(rebound);
  expect(opened?.status()).toBe(403);
  // to the browser these are requests of a page to its own server
  await tryAll(tab, site.waysUrl, attemptsAt(rebound, wishes(mark, bucket, email)));
  await expectNoEffect(harness, mark, bucket, before);
  expect(await inbox.messages({ to: email })).toEqual([]);
}, 120_000);

test("a function's invocation is not handed to a page", async ({ harness, endpoint, site, tab, skip }) => {
  skip(harness.plugin?.executor !== "node-process", "in a container the Runtime API is not on this machine");
  await using fn = await ThrowawayFunction.create(endpoint, {
    "index.mjs": `export const handler = async (event) => event.secret ?? process.env.AWS_LAMBDA_RUNTIME_API;`,
  });
  const { payload: runtimeApi } = await fn.invoke();
  const path = "/2018-06-01/runtime";
  const api: Wish[] = [
    { path: `${path}/invocation/next` },
    { path: `${path}/init/error`, body: '{"errorType":"Evil"}' },
  ];
  await tab.goto(site.origin);
  await tryAll(tab, site.waysUrl, attemptsAt(`http://${runtimeApi}`, api));
  await tryAll(
    tab,
    site.waysUrl,
    attemptsAt(`http://${runtimeApi}`.replace("127.0.0.1", "rebound.localhost"), api),
  );
  expect((await fn.invoke({ secret: "kept" })).payload).toBe("kept");
}, 120_000);

test("any page may show public objects and call an API", async ({
  harness,
  endpoint,
  outputs,
  api,
  site,
  tab,
}) => {
  const html = (await indexOf(harness, outputs.SiteBucketName ?? "")) ?? "";
  await tab.goto(site.origin);
  const shown = await tab.evaluate(
    (src) =>
      new Promise<boolean>((resolve) => {
        const image = Object.assign(new Image(), { src });
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
      }),
    `${endpoint}/${outputs.SiteBucketName}/${/[\w-]+\.svg/.exec(html)?.[0]}`,
  );
  expect(shown).toBe(true);
  // the API's own rules decide, as on AWS: it answers, and this page may not read it
  const sent = tab.evaluate(
    (url) => fetch(url, { mode: "no-cors" }).then(({ type }) => type),
    `${api.url}/petcuddleotron/x`,
  );
  expect(await sent).toBe("opaque");
});
