import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClients } from "../aws/clients.ts";
import { mockStacks, type StubStack } from "../testing/stacks.ts";
import { arnOf, BUCKET, BUS, QUEUE, SCHEDULE, TABLE, TOPIC } from "./kinds.ts";
import { StackResources } from "./stack-resources.ts";

const url = (name: string) => `http://sqs.us-east-1.localhost:4566/000000000000/${name}`;
const NESTED = "arn:aws:cloudformation:us-east-1:000000000000:stack/Shop-Data/1";

const SHOP: StubStack = {
  name: "Shop-prod",
  outputs: { JobsUrl: url("shop-jobs"), JobsArn: "arn:aws:sqs:us-east-1:000000000000:shop-jobs", Empty: "" },
  resources: [
    ["Jobs9C0E", "AWS::SQS::Queue", url("shop-jobs"), "Prod/Shop/Jobs/Resource"],
    ["WorkerQueue1", "AWS::SQS::Queue", url("shop-worker"), "Prod/Shop/Worker/Queue/Resource"],
    ["WorkerDead1", "AWS::SQS::Queue", url("shop-dead"), "Prod/Shop/Worker/Dead/Resource"],
    ["PlainTopic", "AWS::SNS::Topic", "arn:aws:sns:us-east-1:000000000000:news"],
    ["Pets", "AWS::Events::EventBus", "pets", "Prod/Shop/Pets/Resource"],
    ["Nightly1", "AWS::Events::Rule", "Shop-Nightly", "Prod/Shop/Nightly/Resource"],
    ["Sold1", "AWS::Events::Rule", "pets|Shop-Sold", "Prod/Shop/Sold/Resource"],
    ["Data", "AWS::CloudFormation::Stack", NESTED, "Prod/Shop/Data.NestedStack/Data.NestedStackResource"],
  ],
};
const DATA: StubStack = {
  name: NESTED,
  root: "Shop-prod",
  resources: [["TableCD11", "AWS::DynamoDB::GlobalTable", "Shop-Table-1", "Prod/Shop/Data/Table/Resource"]],
};

let cloudFormation: ReturnType<typeof mockStacks>;
beforeEach(() => {
  cloudFormation = mockStacks([SHOP, DATA]);
});
afterEach(() => cloudFormation.restore());

const clients = createClients("http://127.0.0.1:2");
const stacks = () => new StackResources(clients);

describe("a resource is found by", () => {
  test.each([
    ["its logical id", "Jobs9C0E", "Jobs9C0E"],
    ["its construct's path", "Prod/Shop/Jobs", "Jobs9C0E"],
    ["the end of it", "Shop/Jobs", "Jobs9C0E"],
    ["its construct's id", "Jobs", "Jobs9C0E"],
    ["a construct in which it is the only one", "Worker/Dead", "WorkerDead1"],
    ["its name", "shop-jobs", "Jobs9C0E"],
    ["its URL", url("shop-jobs"), "Jobs9C0E"],
    ["an output with its URL", "JobsUrl", "Jobs9C0E"],
    ["an output with its ARN", "JobsArn", "Jobs9C0E"],
  ])("%s: %s", async (_, name, logicalId) => {
    expect((await stacks().find(QUEUE, name)).logicalId).toBe(logicalId);
  });

  test("its kind: another one may have the same name", async () => {
    expect((await stacks().find(BUS, "Pets")).physicalId).toBe("pets");
    await expect(stacks().find(QUEUE, "Pets")).rejects.toMatchObject({ code: "UNKNOWN_RESOURCE" });
  });

  test("its name without metadata of the CDK", async () => {
    expect((await stacks().find(TOPIC, "news")).logicalId).toBe("PlainTopic");
  });

  test("a construct path in a nested stack", async () => {
    expect(await stacks().find(TABLE, "Shop/Data")).toMatchObject({
      physicalId: "Shop-Table-1",
      place: { account: "000000000000", region: "us-east-1" },
    });
  });
});

describe("an error", () => {
  test.each([
    [QUEUE, "Jbos", "UNKNOWN_RESOURCE", 'there is no queue "Jbos": did you mean "Jobs"?'],
    [QUEUE, "JobsUlr", "UNKNOWN_RESOURCE", 'did you mean "JobsUrl"?'],
    [
      QUEUE,
      "cuddles",
      "UNKNOWN_RESOURCE",
      'there is no queue "cuddles": there are Shop/Jobs, Shop/Worker/Queue',
    ],
    [QUEUE, "", "UNKNOWN_RESOURCE", 'there is no queue ""'],
    [QUEUE, "Empty", "UNKNOWN_RESOURCE", 'there is no queue "Empty"'],
    [QUEUE, "obs", "UNKNOWN_RESOURCE", 'there is no queue "obs"'],
    [BUCKET, "Jobs", "UNKNOWN_RESOURCE", 'there is no bucket "Jobs": the deployed stacks have no buckets'],
    [
      QUEUE,
      "Worker",
      "WHICH_RESOURCE",
      '"Worker" means 2 queues: choose one of Prod/Shop/Worker/Queue, Prod/Shop/Worker/Dead',
    ],
  ])("for the %o named %j", async (kind, name, code, message) => {
    const error = expect.objectContaining({ code, message: expect.stringContaining(message) });
    await expect(stacks().find(kind, name)).rejects.toThrow(error);
  });
});

test("stacks are read once, and again for a name that may have come since", async () => {
  const resources = stacks();
  await resources.find(QUEUE, "Jobs");
  await resources.find(QUEUE, "Worker/Queue");
  expect(cloudFormation.commandCalls(DescribeStacksCommand)).toHaveLength(1);
  await expect(resources.find(QUEUE, "Later")).rejects.toThrow("Later");
  expect(cloudFormation.commandCalls(DescribeStacksCommand)).toHaveLength(2);
});

test("only the stacks of the connection are read", async () => {
  const place = { account: "000000000000", region: "us-east-1" };
  const resources = new StackResources(clients, [{ ...place, name: "Other" }]);
  await expect(resources.find(QUEUE, "Jobs")).rejects.toThrow(
    'there is no queue "Jobs": no stack is deployed',
  );
});

test.each([
  [QUEUE, "Jobs", "arn:aws:sqs:us-east-1:000000000000:shop-jobs"],
  [TOPIC, "news", "arn:aws:sns:us-east-1:000000000000:news"],
  [BUS, "Pets", "arn:aws:events:us-east-1:000000000000:event-bus/pets"],
  [SCHEDULE, "Nightly", "arn:aws:events:us-east-1:000000000000:rule/Shop-Nightly"],
  [SCHEDULE, "Sold", "arn:aws:events:us-east-1:000000000000:rule/pets/Shop-Sold"],
])("the ARN of $one %s", async (kind, name, arn) => {
  expect(arnOf(await stacks().find(kind, name))).toBe(arn);
});
