/** Promise: the resources that CDK creates by functions work: waiters, SDK calls, files, notifications, logs. */

import {
  CloudFormationClient,
  DeleteStackCommand,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { GetObjectCommand, HeadBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { beforeAll, inject } from "vitest";
import { expect, test } from "../app.ts";

let deployed: Deployed;
const output = (key: string): string => deployed.outputs[key] ?? "";

beforeAll(async () => {
  const name = `made-${crypto.randomUUID().slice(0, 8)}`;
  deployed = await deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/custom-resources.app.ts",
    context: { name },
  });
}, 180_000);

test("a resource of the provider framework is complete when its handler says so", () => {
  expect([output("ProviderRef"), output("ProviderStarted"), output("ProviderCompleted")]).toEqual([
    "Rex",
    "Create",
    "yes",
  ]);
});

test("an AwsCustomResource makes its call", () => expect(output("ReadValue")).toBe("Rex"));

test("a bucket gets its files, calls a function for new objects, and is emptied before its deletion", {
  timeout: 60_000,
}, async ({ endpoint, logs }) => {
  using s3 = disposable(new S3Client({ ...clientConfig(endpoint), forcePathStyle: true }));
  const Bucket = output("PicturesBucket");
  const read = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  expect(await read("site/hello.txt")).toBe("Hello");
  expect(JSON.parse((await read("site/settings.json")) ?? "")).toEqual({ bucket: Bucket });

  await s3.send(new PutObjectCommand({ Bucket, Key: "old/a.png" }));
  await s3.send(new PutObjectCommand({ Bucket, Key: "new/b.png" }));
  const log = logs.in(output("PicturesLog"));
  await expect(log).toHaveLogged("picture new/b.png");
  await expect(log).not.toHaveLogged("old/a.png", { within: 200 });

  using client = disposable(new CloudFormationClient(clientConfig(endpoint)));
  const StackName = deployed.stacks.find(({ id }) => id.endsWith("Storage"))?.name ?? "";
  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete({ client, maxWaitTime: 40, minDelay: 1, maxDelay: 1 }, { StackName });
  await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: "NotFound" });
});

test("log groups have their retention, also where a function wrote first", async ({ endpoint }) => {
  using logs = disposable(new CloudWatchLogsClient(clientConfig(endpoint)));
  const retention = async (logGroupNamePrefix: string) =>
    (await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix }))).logGroups?.map(
      ({ retentionInDays }) => retentionInDays,
    );
  expect(await retention(output("KeptLog"))).toEqual([7]);
  expect(await retention(output("SignallerLogName"))).toEqual([1]);
});

test("a wait condition has the data of its signals", () =>
  expect(JSON.parse(output("Signals"))).toEqual({ fed: "Rex" }));

const disposable = <Client extends { destroy(): void }>(client: Client): Client & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
