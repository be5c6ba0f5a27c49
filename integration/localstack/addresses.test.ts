/** Promise: a function reaches what LocalStack serves by the addresses that LocalStack itself returns. */
import { CreateFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketWebsiteCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { clientConfig, type Harness } from "localstack-harness";
import { describe, inject } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { bundle } from "./bundle.ts";
import { ThrowawayApi } from "./throwaway-api.ts";
import { ThrowawayQueue } from "./throwaway-queue.ts";

const FETCHING = {
  "index.mjs": `import { Worker } from "node:worker_threads";
    const program = 'import { parentPort, workerData } from "node:worker_threads";'
      + 'parentPort.postMessage((await fetch(workerData)).status)';
    export const handler = async ({ url, inWorker }) => {
      if (!inWorker) return { status: (await fetch(url)).status };
      const worker = new Worker(new URL("data:text/javascript," + encodeURIComponent(program)), { workerData: url });
      return { status: await new Promise((done, fail) => worker.on("message", done).on("error", fail)) };
    };`,
};
const port = () => new URL(inject("endpoint")).port;

/** In a container, LocalStack's own name server and addresses below `localhost.localstack.cloud` take their place. */
const OTHER_NAMES = "functions in containers know this machine by other names";
const inContainer = ({ plugin }: Harness): boolean => plugin?.executor === "docker";

describe("a function reaches", () => {
  test("a queue by the URL that CreateQueue returned", async ({ endpoint }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    const files = await bundle(`import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
      export const handler = async () => {
        await new SQSClient({}).send(
          new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: "hello" }));
        return "sent";
      };`);
    await using fn = await ThrowawayFunction.create(endpoint, files, {
      environment: { QUEUE_URL: queue.url },
    });
    expect((await fn.invoke()).payload).toBe("sent");
    expect((await queue.receive()).body).toBe("hello");
  });

  test("an API by its own host, with TLS, also from a worker thread", async ({ endpoint, harness, skip }) => {
    skip(inContainer(harness), OTHER_NAMES);
    await using fn = await ThrowawayFunction.create(endpoint, FETCHING);
    await using target = await ThrowawayFunction.create(endpoint, {
      "index.mjs": "export const handler = async () => ({ statusCode: 204 });",
    });
    await using api = await ThrowawayApi.create(endpoint, target);
    for (const host of ["execute-api.localhost", "execute-api.us-east-1.localhost"]) {
      const url = `https://${api.id}.${host}:${port()}/test/`;
      expect((await fn.invoke({ url })).payload).toEqual({ status: 204 });
      expect((await fn.invoke({ url, inWorker: true })).payload).toEqual({ status: 204 });
    }
  });

  test("another function by its URL", async ({ endpoint, harness, skip }) => {
    skip(inContainer(harness), OTHER_NAMES);
    await using fn = await ThrowawayFunction.create(endpoint, FETCHING);
    await using target = await ThrowawayFunction.create(endpoint, {
      "index.mjs": "export const handler = async () => ({ statusCode: 202 });",
    });
    const client = new LambdaClient(clientConfig(endpoint));
    const { FunctionUrl } = await client.send(
      new CreateFunctionUrlConfigCommand({ FunctionName: target.name, AuthType: "NONE" }),
    );
    client.destroy();
    expect((await fn.invoke({ url: FunctionUrl })).payload).toEqual({ status: 202 });
  });

  test("a bucket's website", async ({ endpoint, harness, skip }) => {
    skip(inContainer(harness), OTHER_NAMES);
    const client = new S3Client(clientConfig(endpoint));
    const Bucket = `throwaway-${crypto.randomUUID()}`;
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(
      new PutBucketWebsiteCommand({
        Bucket,
        WebsiteConfiguration: { IndexDocument: { Suffix: "index.html" } },
      }),
    );
    await client.send(new DeletePublicAccessBlockCommand({ Bucket }));
    const Statement = {
      Effect: "Allow",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const Policy = JSON.stringify({ Version: "2012-10-17", Statement });
    await client.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    const object = { Bucket, Key: "index.html" };
    await client.send(new PutObjectCommand({ ...object, Body: "hello" }));
    await using fn = await ThrowawayFunction.create(endpoint, FETCHING);
    const url = `http://${Bucket}.s3-website.localhost:${port()}/`;
    expect((await fn.invoke({ url })).payload).toEqual({ status: 200 });
    await client.send(new DeleteObjectCommand(object));
    await client.send(new DeleteBucketCommand({ Bucket }));
    client.destroy();
  });
});
