/** Promise: a function that leaves the AWS SDK out of its bundle, as `NodejsFunction` does, finds it in its runtime. */
import { CreateBucketCommand, DeleteBucketCommand, DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "localstack-harness";
import { expect, test } from "../app.ts";
import { bundle } from "../localstack/bundle.ts";
import { ThrowawayStateMachine } from "../localstack/throwaway-state-machine.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";

const EXTERNAL = ["@aws-sdk/*", "@smithy/*"];

async function withBucket<T>(endpoint: string, use: (bucket: string) => Promise<T>): Promise<T> {
  const client = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
  const Bucket = `throwaway-${crypto.randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket }));
  try {
    return await use(Bucket);
  } finally {
    await client.send(new DeleteObjectCommand({ Bucket, Key: "note" }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    client.destroy();
  }
}

test.for(["cjs", "esm"] as const)(
  "a bundle of format %s writes to S3 and reads it",
  async (format, { endpoint }) => {
    const code = `import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
    import { NodeHttpHandler } from "@smithy/node-http-handler";
    const client = new S3Client({ requestHandler: new NodeHttpHandler() });
    export const handler = async ({ Bucket }) => {
      await client.send(new PutObjectCommand({ Bucket, Key: "note", Body: "purr" }));
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: "note" }));
      return Body.transformToString();
    };`;
    const files = await bundle(code, { external: EXTERNAL, format });
    await using fn = await ThrowawayFunction.create(endpoint, files);
    expect(await withBucket(endpoint, async (Bucket) => (await fn.invoke({ Bucket })).payload)).toBe("purr");
  },
);

test.for([
  [
    "nodejs24.x",
    {
      "index.js": `const { SFNClient, StartSyncExecutionCommand } = require("@aws-sdk/client-sfn");
      exports.handler = (input) => new SFNClient({}).send(new StartSyncExecutionCommand(input));`,
    },
  ],
  [
    "python3.13",
    {
      "index.py": `import boto3
def handler(event, _):
    return {"output": boto3.client("stepfunctions").start_sync_execution(**event)["output"]}`,
    },
  ],
] as const)("a function on %s waits for an Express state machine", async ([runtime, files], { endpoint }) => {
  const definition = { StartAt: "S", States: { S: { Type: "Pass", Result: "purr", End: true } } };
  await using machine = await ThrowawayStateMachine.create(endpoint, definition, "EXPRESS");
  await using fn = await ThrowawayFunction.create(endpoint, files, { runtime });
  expect((await fn.invoke({ stateMachineArn: machine.arn })).payload).toMatchObject({ output: '"purr"' });
});

test("a package that the runtime does not have fails as on AWS, and the log says how to install it", async ({
  endpoint,
  harness,
}) => {
  const code =
    "import { nothing } from '@aws-sdk/client-nowhere'; export const handler = async () => nothing;";
  await using fn = await ThrowawayFunction.create(endpoint, await bundle(code, { external: EXTERNAL }));
  const { payload, functionError, log } = await fn.invoke();
  expect(functionError).toBe("Unhandled");
  expect(payload).toMatchObject({
    errorType: "Runtime.ImportModuleError",
    errorMessage: expect.stringContaining("Error: Cannot find module '@aws-sdk/client-nowhere'"),
  });
  if (harness.plugin?.executor === "node-process")
    expect(log).toContain("npm install --save-dev @aws-sdk/client-nowhere");
});
