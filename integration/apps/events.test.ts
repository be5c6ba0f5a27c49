/** Promise: messages, events and log lines reach the queues, workflows and functions that subscribe to them. */
import { CloudWatchLogsClient, PutLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { beforeAll, inject, vi } from "vitest";
import { expect, test } from "../app.ts";

let deployed: Deployed;
const output = (key: string): string => deployed.outputs[key] ?? "";

beforeAll(async () => {
  const name = `events-${crypto.randomUUID().slice(0, 8)}`;
  deployed = await deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/events.app.ts",
    context: { name },
  });
}, 180_000);

test("a topic filters for a queue, and a message that its function cannot read ends in the second one", {
  timeout: 60_000,
}, async ({ endpoint, logs }) => {
  using sns = disposable(new SNSClient(clientConfig(endpoint)));
  using sqs = disposable(new SQSClient(clientConfig(endpoint)));
  const publish = (Message: string, kind: string) =>
    sns.send(
      new PublishCommand({
        TopicArn: output("TopicArn"),
        Message,
        MessageAttributes: { kind: { DataType: "String", StringValue: kind } },
      }),
    );
  await publish("purr", "cat");
  await publish("woof", "dog");
  await publish("bad", "dog");
  const log = logs.in(output("ReaderLog"));
  await expect(log).toHaveLogged("message woof", { within: 30_000 });
  const receive = new ReceiveMessageCommand({ QueueUrl: output("FailedUrl"), WaitTimeSeconds: 20 });
  const { Messages = [] } = await sqs.send(receive);
  expect(Messages.map(({ Body = "" }) => JSON.parse(Body).Message)).toEqual(["bad"]);
  await expect(log).not.toHaveLogged("message purr", { within: 200 });
});

test("an event of a bus starts a workflow in JSONata, which writes to a table", { timeout: 60_000 }, async ({
  endpoint,
}) => {
  using events = disposable(new EventBridgeClient(clientConfig(endpoint)));
  using table = disposable(new DynamoDBClient(clientConfig(endpoint)));
  const visit = (id: string, pet: string) => ({
    EventBusName: output("BusName"),
    Source: "pets",
    DetailType: "visit",
    Detail: JSON.stringify({ id, pet }),
  });
  await events.send(new PutEventsCommand({ Entries: [visit("1", "Tom"), visit("2", "Rex")] }));
  const item = async (id: string) => {
    const get = new GetItemCommand({ TableName: output("VisitsTable"), Key: { id: { S: id } } });
    return (await table.send(get)).Item?.pet?.S;
  };
  await vi.waitFor(async () => expect(await item("2")).toBe("REX"), { timeout: 30_000, interval: 200 });
  expect(await item("1")).toBeUndefined();
});

test("a log group calls the function that subscribes to it", { timeout: 60_000 }, async ({
  endpoint,
  logs,
}) => {
  using client = disposable(new CloudWatchLogsClient(clientConfig(endpoint)));
  await client.send(
    new PutLogEventsCommand({
      logGroupName: output("WalksGroup"),
      logStreamName: output("WalksStream"),
      logEvents: [{ timestamp: Date.now(), message: "Rex is out" }],
    }),
  );
  await expect(logs.in(output("ReceiverLog"))).toHaveLogged("received Rex is out", { within: 30_000 });
});

test("a dashboard and a destination outside are created without names", () => {
  expect(output("DashboardName")).toContain("Dashboard");
  expect(output("DestinationName")).toContain("Destination");
});

const disposable = <Client extends { destroy(): void }>(client: Client): Client & Disposable =>
  Object.assign(client, { [Symbol.dispose]: () => client.destroy() });
