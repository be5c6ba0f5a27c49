import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClients } from "../aws/clients.ts";
import { StackResources } from "../resources/stack-resources.ts";
import { testScope } from "../testing/scope.ts";
import { mockStacks } from "../testing/stacks.ts";
import { Bucket, type BucketFilter } from "./bucket.ts";
import { Table, type TableFilter } from "./table.ts";

const s3 = mockClient(S3Client);
const dynamodb = mockClient(DynamoDBClient);
let cloudFormation: ReturnType<typeof mockStacks>;

beforeEach(() => {
  cloudFormation = mockStacks([
    {
      name: "Shop",
      resources: [
        ["Cards1", "AWS::S3::Bucket", "shop-cards", "Shop/Data/Cards/Resource"],
        ["Pets1", "AWS::DynamoDB::Table", "shop-pets", "Shop/Data/Pets/Resource"],
      ],
    },
  ]);
});
afterEach(() => {
  cloudFormation.restore();
  s3.reset();
  dynamodb.reset();
});

const BEGAN = new Date("2026-11-23T15:37:50.400Z");
const clients = createClients("http://127.0.0.1:2");
const source = () => ({
  scope: testScope("http://127.0.0.1:2", 2_000, () => BEGAN),
  clients,
  resources: new StackResources(clients),
});

describe("a bucket", () => {
  const objects = [
    { Key: "cards/rex.json", Size: 14, LastModified: new Date("2026-11-23T15:37:50Z") },
    { Key: "cards/tom.json", Size: 3, LastModified: new Date("2026-11-23T15:37:00Z") },
  ];
  const body = (text: string) => ({ Body: { transformToString: async () => text } as never });
  beforeEach(() => {
    s3.on(ListObjectsV2Command, { Bucket: "shop-cards" })
      .resolves({ Contents: objects.slice(0, 1), NextContinuationToken: "1" })
      .on(ListObjectsV2Command, { Bucket: "shop-cards", ContinuationToken: "1" })
      .resolves({ Contents: objects.slice(1) })
      .on(GetObjectCommand, { Key: "cards/rex.json" })
      .resolves(body('{"name":"Rex"}'))
      .on(GetObjectCommand, { Key: "cards/tom.json" })
      .rejects(new NoSuchKey({ message: "gone", $metadata: {} }));
  });

  test.each<[BucketFilter, string[]]>([
    [{}, ["cards/rex.json", "cards/tom.json"]],
    [{ key: "cards/rex.json" }, ["cards/rex.json"]],
    [{ key: "cards" }, []],
    [{ key: /tom/ }, ["cards/tom.json"]],
    [{ body: { name: "Rex" } }, ["cards/rex.json"]],
    [{ key: /rex/, body: "Tom" }, []],
  ])("has for %o %o", async (filter, keys) => {
    expect((await new Bucket(source(), "Cards").list(filter)).map(({ key }) => key)).toEqual(keys);
  });

  test("reads only the objects that a filter may mean", async () => {
    await new Bucket(source(), "Cards").list({ key: /rex/, body: "Rex" });
    expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
  });

  test("says what was there instead", async () => {
    const missing = new Bucket(source(), "Cards").waitFor({ key: "cards/kit.json" }, { within: 40 });
    await expect(missing).rejects.toThrow(
      'waited 40 ms for an object in bucket Cards with key "cards/kit.json", but there was: 2 objects in bucket Cards:\n  2026-11-23T15:37:50.000Z cards/rex.json (14 bytes)',
    );
  });

  test("shows in a failure report what was written since the test began", async () => {
    const { scope, ...rest } = source();
    new Bucket({ scope, ...rest }, "Cards");
    expect(await scope.activity.observed.get("bucket Cards")?.entries()).toEqual([
      { time: objects[0]?.LastModified, text: "cards/rex.json (14 bytes)" },
    ]);
  });

  test("refuses a misspelt field or bucket", async () => {
    const filter = { kye: "x" } as BucketFilter;
    await expect(new Bucket(source(), "Cards").list(filter)).rejects.toThrow('did you mean "key"?');
    await expect(new Bucket(source(), "Crads").list()).rejects.toThrow('did you mean "Cards"?');
  });
});

describe("a table", () => {
  const rex = {
    name: { S: "Rex" },
    age: { N: "3" },
    owner: { M: { name: { S: "Ann" } } },
    tags: { SS: ["a"] },
  };
  beforeEach(() => {
    dynamodb
      .on(ScanCommand)
      .resolves({ Items: [rex], LastEvaluatedKey: { name: { S: "Rex" } } })
      .on(ScanCommand, { ExclusiveStartKey: { name: { S: "Rex" } } })
      .resolves({ Items: [{ name: { S: "Tom" } }] });
  });

  test.each<[TableFilter, number]>([
    [{}, 2],
    [{ name: "Rex", age: 3 }, 1],
    [{ age: "3" }, 0],
    [{ owner: { name: /^A/ } }, 1],
    [{ name: expect.stringMatching(/./) }, 2],
    [{ tags: expect.any(Set) }, 1],
  ])("has for %o %i items", async (filter, count) => {
    expect(await new Table(source(), "Data/Pets").list(filter)).toHaveLength(count);
  });

  test("waits until an item is gone, and that it stays away", async () => {
    const gone = new Table(source(), "Pets").waitForNoItem({ name: "Rex" }, { settle: 50 });
    dynamodb.reset();
    dynamodb.on(ScanCommand).resolves({ Items: [] });
    await gone;
    const back = new Table(source(), "Pets").waitForNoItem({ name: "Rex" }, { settle: 2_000 });
    dynamodb.reset();
    dynamodb
      .on(ScanCommand)
      .resolvesOnce({ Items: [] })
      .resolves({ Items: [rex] });
    await expect(back).rejects.toMatchObject({
      code: "UNEXPECTED_ITEM",
      message: expect.stringContaining('expected no item in table Pets with name "Rex", but there were 1'),
    });
  });

  test("says what was there while an item stays", async () => {
    const staying = new Table(source(), "Pets").waitForNoItem({ name: "Tom" }, { within: 40 });
    await expect(staying).rejects.toThrow(
      'waited 40 ms for no item in table Pets with name "Tom", but there was: 1 item in table Pets:\n  {"name":"Tom"}',
    );
  });
});
