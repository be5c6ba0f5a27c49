/** Promise: pipes read queues and streams, filter, enrich and transform, and deliver or say what failed. */
import { DynamoDBClient, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { KinesisClient, PutRecordCommand } from "@aws-sdk/client-kinesis";
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";
import { messagesOf } from "./queue.ts";

const APP = "node integration/apps/cdk/pipes.app.ts";

test("pipes deliver what their source has", { timeout: 300_000 }, async ({ endpoint }) => {
  const stack = `pipes-${crypto.randomUUID().slice(0, 8)}`;
  const deployed = (greeting: string): Promise<Deployed> =>
    deploy({ endpoint, app: APP, context: { stack, greeting } });
  const { outputs } = await deployed("Hello");
  const config = clientConfig(endpoint);
  const [sqs, dynamodb, kinesis] = [
    new SQSClient(config),
    new DynamoDBClient(config),
    new KinesisClient(config),
  ];

  const order = (body: object) =>
    sqs.send(new SendMessageCommand({ QueueUrl: outputs.OrdersUrl, MessageBody: JSON.stringify(body) }));
  await order({ kind: "other", name: "Tom" });
  await order({ kind: "order", name: "Rex" });
  expect(await messagesOf(endpoint, outputs.DoneUrl, 1)).toEqual([[{ greeting: "Hello Rex", total: 3 }]]);

  const { TableName } = outputs;
  await dynamodb.send(new PutItemCommand({ TableName, Item: { name: { S: "Rex" } } }));
  await dynamodb.send(
    new UpdateItemCommand({
      TableName,
      Key: { name: { S: "Rex" } },
      UpdateExpression: "SET age = :age",
      ExpressionAttributeValues: { ":age": { N: "3" } },
    }),
  );
  await dynamodb.send(new PutItemCommand({ TableName, Item: { name: { S: "Tom" } } }));
  const changes = await messagesOf(endpoint, outputs.ChangesUrl, 2);
  expect(changes).toEqual([
    { name: "Rex", what: "INSERT" },
    { name: "Tom", what: "INSERT" },
  ]);

  const record = { StreamName: outputs.StreamName, PartitionKey: "Rex", Data: Buffer.from("walk") };
  await kinesis.send(new PutRecordCommand(record));
  expect(await messagesOf(endpoint, outputs.DeadUrl, 1)).toMatchObject([
    {
      context: { condition: "RetryAttemptsExhausted", partnerResourceArn: expect.stringContaining(":pipe/") },
      KinesisBatchInfo: { batchSize: 1 },
    },
  ]);

  await deployed("Good morning");
  await order({ kind: "order", name: "Max" });
  expect(await messagesOf(endpoint, outputs.DoneUrl, 1)).toEqual([
    [{ greeting: "Good morning Max", total: 3 }],
  ]);
  for (const client of [sqs, dynamodb, kinesis]) client.destroy();
});
