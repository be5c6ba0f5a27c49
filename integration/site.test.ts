/** Promise: the S3 website serves the page to anybody, and nothing else to anybody. */
import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { clientConfig } from "../harness/aws.ts";
import { expect, test } from "./app.ts";

/** Node.js does not resolve `*.localhost` as browsers do (RFC 6761, 6.3): ask loopback, and say which host is meant. */
async function visit(url: string, init: RequestInit = {}): Promise<Response> {
  const { host, port, protocol, pathname } = new URL(url);
  return fetch(`${protocol}//127.0.0.1:${port}${pathname}`, { ...init, headers: { host, ...init.headers } });
}

test("the page, its parts and its configuration are there", async ({ siteUrl, outputs }) => {
  const page = await visit(siteUrl);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  const html = await page.text();
  const parts = [...html.matchAll(/(?:src|href)="([^"#:]+)"/g)].map((match) => match[1] ?? "");
  expect(parts.length).toBeGreaterThan(1);
  for (const part of parts) {
    expect((await visit(new URL(part, `${siteUrl}/`).href)).status, part).toBe(200);
  }
  const config = await visit(new URL("config.json", `${siteUrl}/`).href);
  expect(await config.json()).toMatchObject({ apiUrl: outputs.ApiUrl });
});

test("the page allows scripts, styles and pictures of its own only, and no inline code", async ({
  siteUrl,
  outputs,
}) => {
  const html = await (await visit(siteUrl)).text();
  const policy = html.match(/http-equiv="content-security-policy"\s+content="([^"]+)"/i)?.[1] ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe-|\*|data:|https?:(?!\/\/)/);
  expect(policy).toContain(new URL(outputs.ApiUrl ?? "").origin);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/i);
});

test("what is not there is answered by an error page", async ({ siteUrl }) => {
  const answer = await visit(new URL("nowhere", `${siteUrl}/`).href);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toMatch(/<html/i);
});

test("the bucket policy lets anybody read objects, and nothing more", async ({ endpoint, outputs }) => {
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

test("the storage bucket is nobody's but the functions'", async ({ endpoint, outputs }) => {
  const s3 = new S3Client(clientConfig(endpoint));
  const Bucket = outputs.StorageBucketName;
  const { PublicAccessBlockConfiguration } = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
  const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
  const { Policy = "" } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
  s3.destroy();
  expect(PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
  expect(ServerSideEncryptionConfiguration?.Rules).toHaveLength(1);
  for (const { Effect } of JSON.parse(Policy).Statement) expect(Effect).toBe("Deny");
});
