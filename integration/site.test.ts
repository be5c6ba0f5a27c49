/** Promise: the S3 website serves the page to everyone, and nothing else. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import type { LookupFunction } from "node:net";
import { text } from "node:stream/consumers";
import {
  CloudFormationClient,
  DescribeStackResourcesCommand,
  GetTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { GetBucketEncryptionCommand, GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "localstack-harness";
import { expect, test } from "./app.ts";
import { STACK as StackName } from "./setup.ts";

interface Visit {
  status: number | undefined;
  type: string;
  text: string;
}

/** Node.js does not resolve `*.localhost` as browsers do (RFC 6761, 6.3): every such name is on loopback. */
async function visit(url: string | URL): Promise<Visit> {
  const lookup: LookupFunction = (_name, { all }, callback) =>
    all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4);
  const request = get(url, { lookup });
  const [answer] = (await once(request, "response")) as [IncomingMessage];
  return { status: answer.statusCode, type: answer.headers["content-type"] ?? "", text: await text(answer) };
}

test("the page, its parts and its configuration are there", async ({ siteUrl, outputs }) => {
  const page = await visit(siteUrl);
  expect(page.status).toBe(200);
  expect(page.type).toMatch(/^text\/html/);
  const parts = [...page.text.matchAll(/(?:src|href)="([^"#:]+)"/g)].map((match) => match[1] ?? "");
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect((await visit(new URL(part, `${siteUrl}/`))).status, part).toBe(200);
  }
  const config = await visit(new URL("config.json", `${siteUrl}/`));
  expect(JSON.parse(config.text)).toMatchObject({ apiUrl: outputs.ApiUrl });
});

/** The directives of a page's content-security policy. */
const policyOf = (html: string): string[] =>
  (html.match(/http-equiv="content-security-policy"\s+content="([^"]+)"/i)?.[1] ?? "").split("; ");

test("the page allows only its own scripts, styles and pictures, and no inline code", async ({
  siteUrl,
  outputs,
}) => {
  const { text: html } = await visit(siteUrl);
  expect(policyOf(html)).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(outputs.ApiUrl ?? "").origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
});

test("what is not there is answered by the app's own error page, at any depth", async ({ siteUrl }) => {
  for (const path of ["nowhere", "nowhere/at/all"]) {
    const answer = await visit(new URL(path, `${siteUrl}/`));
    expect(answer.status).toBe(404);
    expect(answer.type).toMatch(/^text\/html/);
    expect(answer.text).toContain("<h2>Nothing to sniff here</h2>");
    expect(policyOf(answer.text)).toEqual([
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
    ]);
    const [, style = ""] = /<link rel="stylesheet" href="([^"]+)"/.exec(answer.text) ?? [];
    expect((await visit(new URL(style, siteUrl))).type).toMatch(/^text\/css/);
  }
});

test("the bucket policy lets everyone read objects, and nothing more", async ({ endpoint, outputs }) => {
  const s3 = new S3Client(clientConfig(endpoint));
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket: outputs.SiteBucketName }));
  s3.destroy();
  expect(JSON.parse(Policy).Statement).toEqual([
    {
      Effect: "Allow",
      Principal: { AWS: "*" },
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${outputs.SiteBucketName}/*`,
    },
  ]);
});

/** What the deployed template says of a resource: LocalStack leaves some of it out, such as blocks of public access. */
async function deployedProperties(endpoint: string, physicalId = ""): Promise<Record<string, unknown>> {
  const client = new CloudFormationClient(clientConfig(endpoint));
  const { StackResources = [] } = await client.send(new DescribeStackResourcesCommand({ StackName }));
  const resource = StackResources.find(({ PhysicalResourceId }) => PhysicalResourceId === physicalId);
  const { TemplateBody = "{}" } = await client.send(new GetTemplateCommand({ StackName }));
  client.destroy();
  return JSON.parse(TemplateBody).Resources[resource?.LogicalResourceId ?? ""].Properties;
}

test("only the functions can use the storage bucket", async ({ endpoint, outputs }) => {
  const s3 = new S3Client(clientConfig(endpoint));
  const Bucket = outputs.StorageBucketName;
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  s3.destroy();
  expect(await deployedProperties(endpoint, Bucket)).toHaveProperty("PublicAccessBlockConfiguration", {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(ServerSideEncryptionConfiguration?.Rules).toHaveLength(1);
  for (const { Effect } of JSON.parse(Policy).Statement) expect(Effect).toBe("Deny");
});
