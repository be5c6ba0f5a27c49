/** Promise: DynamoDB tables, indexes, transactions and streams work without a download. */
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { clientConfig, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";

test("a table keeps items, and its stream calls a function", { timeout: 120_000 }, async ({
  endpoint,
  logs,
}) => {
  const stack = `pets-${crypto.randomUUID().slice(0, 8)}`;
  const app = "node integration/apps/cdk/tables/dynamodb.app.ts";
  const { outputs } = await deploy({ endpoint, app, context: { stack } });
  const TableName = outputs.TableName ?? "";
  using client = disposable(new DynamoDBClient(clientConfig(endpoint)));
  const pet = (name: string, age: number) => ({
    owner: { S: "Ann" },
    name: { S: name },
    kind: { S: "dog" },
    age: { N: String(age) },
  });

  await client.send(new PutItemCommand({ TableName, Item: pet("Rex", 3) }));
  const again = { TableName, Item: pet("Rex", 4), ConditionExpression: "attribute_not_exists(#n)" };
  await expect(
    client.send(new PutItemCommand({ ...again, ExpressionAttributeNames: { "#n": "name" } })),
  ).rejects.toMatchObject({ name: "ConditionalCheckFailedException" });

  const Key = { owner: { S: "Ann" }, name: { S: "Rex" } };
  await client.send(
    new UpdateItemCommand({
      TableName,
      Key,
      UpdateExpression: "ADD age :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    }),
  );
  expect((await client.send(new GetItemCommand({ TableName, Key }))).Item?.age).toEqual({ N: "4" });

  const refused = { Put: { TableName, Item: pet("Cat", 1) } };
  const check = { ConditionCheck: { TableName, Key, ConditionExpression: "attribute_not_exists(age)" } };
  await expect(
    client.send(new TransactWriteItemsCommand({ TransactItems: [refused, check] })),
  ).rejects.toMatchObject({ name: "TransactionCanceledException" });
  await client.send(
    new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item: pet("Tom", 1) } }] }),
  );

  const query = new QueryCommand({
    TableName,
    IndexName: "by-kind",
    KeyConditionExpression: "kind = :dog",
    ExpressionAttributeValues: { ":dog": { S: "dog" } },
  });
  const names = ((await client.send(query)).Items ?? []).map(({ name }) => name?.S);
  expect(names.sort()).toEqual(["Rex", "Tom"]);

  const Statement = `SELECT age FROM "${TableName}" WHERE owner = 'Ann' AND name = 'Rex'`;
  expect((await client.send(new ExecuteStatementCommand({ Statement }))).Items).toEqual([
    { age: { N: "4" } },
  ]);

  const log = logs.in(outputs.Log ?? "");
  await expect(log).toHaveLogged(/change INSERT Rex undefined 3/, { within: 30_000 });
  await expect(log).toHaveLogged(/change MODIFY Rex 3 4/, { within: 30_000 });
  await expect(log).toHaveLogged(/change INSERT Tom/, { within: 30_000 });
});

test("a global table of one region is created and changed", { timeout: 120_000 }, async ({ endpoint }) => {
  const stack = `toys-${crypto.randomUUID().slice(0, 8)}`;
  const app = "node integration/apps/cdk/tables/global-table.app.ts";
  using client = disposable(new DynamoDBClient(clientConfig(endpoint)));

  const { outputs } = await deploy({ endpoint, app, context: { stack } });
  const TableName = outputs.TableName ?? "";
  const described = async () => (await client.send(new DescribeTableCommand({ TableName }))).Table;
  expect(await described()).toMatchObject({
    ProvisionedThroughput: { ReadCapacityUnits: 2, WriteCapacityUnits: 1 },
    LatestStreamArn: outputs.StreamArn,
    GlobalSecondaryIndexes: [{ IndexName: "byOwner" }],
  });

  await deploy({ endpoint, app, context: { stack, index: "byKind", expiry: "until" } });
  expect(await described()).toMatchObject({ GlobalSecondaryIndexes: [{ IndexName: "byKind" }] });
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  expect(TimeToLiveDescription).toEqual({ AttributeName: "until", TimeToLiveStatus: "ENABLED" });
});

const disposable = (client: DynamoDBClient): DynamoDBClient & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
