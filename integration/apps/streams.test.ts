/** Promise: Kinesis and Firehose work without a download, and what needs one is refused at deployment by name. */
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { clientConfig, deploy, poll } from "localstack-harness";
import { expect, test } from "../app.ts";

const APP = "node integration/apps/cdk/streams.app.ts";

test("records of a stream reach a function and a bucket, and changes of a table a stream", {
  timeout: 180_000,
}, async ({ endpoint, logs }) => {
  const stack = `walks-${crypto.randomUUID().slice(0, 8)}`;
  const { outputs } = await deploy({ endpoint, app: APP, context: { stack } });
  const kinesis = new KinesisClient(clientConfig(endpoint));
  const names = ["Rex", "Tom", "Kit", "Max"];
  await kinesis.send(
    new PutRecordsCommand({
      StreamName: outputs.StreamName,
      Records: names.map((name) => ({ PartitionKey: name, Data: Buffer.from(`${name} walks`) })),
    }),
  );
  kinesis.destroy();
  for (const name of names)
    await expect(logs.in(outputs.Log ?? "")).toHaveLogged(`walk ${name} ${name} walks`, { within: 30_000 });
  const table = new DynamoDBClient(clientConfig(endpoint));
  const pet = { TableName: outputs.TableName, Key: { name: { S: "Rex" } } };
  await table.send(new PutItemCommand({ ...pet, Item: { ...pet.Key, age: { N: "1" } } }));
  await table.send(
    new UpdateItemCommand({
      ...pet,
      UpdateExpression: "SET age = :age",
      ExpressionAttributeValues: { ":age": { N: "2" } },
    }),
  );
  table.destroy();
  await expect(logs.in(outputs.Log ?? "")).toHaveLogged(
    /"MODIFY".*"NewImage":\s*{"name":\s*{"S":\s*"Rex"}, "age":\s*{"N":\s*"2"}/,
    { within: 30_000 },
  );
  const archived = await archive(endpoint, outputs.BucketName ?? "", names.join(" walks").length);
  for (const name of names) expect(archived).toContain(`${name} walks`);
});

test("a domain of OpenSearch is refused", { timeout: 120_000 }, async ({ endpoint }) => {
  const stack = `walks-${crypto.randomUUID().slice(0, 8)}`;
  await expect(deploy({ endpoint, app: APP, context: { stack, search: "true" } })).rejects.toThrow(
    /Search.*LocalStack needs a download of OpenSearch.*use LocalStack's container/s,
  );
});

/** The text of all objects, once there is so much of it. */
async function archive(endpoint: string, Bucket: string, length: number): Promise<string> {
  const s3 = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
  const text = await poll({ awaiting: `records in ${Bucket}`, within: 30_000 }, async (abortSignal) => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "walks/" }), {
      abortSignal,
    });
    const texts = await Promise.all(
      Contents.map(async ({ Key }) =>
        (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString(),
      ),
    );
    const found = texts.join("");
    return found.length >= length ? { done: found } : { seen: found };
  });
  s3.destroy();
  return text;
}
