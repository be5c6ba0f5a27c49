/** Promise: events reach every kind of target as their rule says, and an API calls services without a function. */
import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig, type Deployed, deploy } from "localstack-harness";
import { expect, test } from "../app.ts";
import { messagesOf } from "./queue.ts";

const APP = "node integration/apps/cdk/event-targets.app.ts";

test("rules, bucket events and service integrations deliver", { timeout: 300_000 }, async ({
  endpoint,
  http,
  logs,
}) => {
  const stack = `events-${crypto.randomUUID().slice(0, 8)}`;
  const deployed = (longest: number): Promise<Deployed> =>
    deploy({ endpoint, app: APP, context: { stack, longest: String(longest) } });
  const { outputs } = await deployed(0);
  const events = new EventBridgeClient(clientConfig(endpoint));
  const walk = (minutes: number, pet = "Rex") =>
    events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: outputs.BusName,
            Source: "walks",
            DetailType: "Walk",
            Detail: JSON.stringify({ pet, minutes, stack }),
          },
        ],
      }),
    );

  // neither of them fits the pattern
  await walk(5);
  await walk(0, "Tom");
  await walk(0);
  expect(await messagesOf(endpoint, outputs.TextsUrl, 1)).toEqual(["Rex walks 0 min"]);
  expect(await messagesOf(endpoint, outputs.TopicsUrl, 1)).toEqual([{ pet: "Rex", minutes: 0, stack }]);
  expect(await messagesOf(endpoint, outputs.ExecutedUrl, 1)).toEqual([
    { pet: "Rex", minutes: 0, text: "Rex walks 0 min\nhome" },
  ]);
  expect(await messagesOf(endpoint, outputs.ForwardedUrl, 1)).toMatchObject([
    { source: "walks", "detail-type": "Walk", detail: { pet: "Rex", minutes: 0 } },
  ]);
  await expect(logs.in(outputs.Log ?? "")).toHaveLogged(/"minutes":0/, { within: 30_000 });

  const s3 = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
  await s3.send(new PutObjectCommand({ Bucket: outputs.BucketName, Key: "rex.txt", Body: "Rex" }));
  expect(await messagesOf(endpoint, outputs.ObjectsUrl, 1)).toMatchObject([
    { "detail-type": "Object Created", detail: { object: { key: "rex.txt", size: 3 } } },
  ]);

  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await http.fetch(`${outputs.ApiUrl}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const text = (await response.text()).trim();
    expect(response.status, text).toBe(200);
    return text.startsWith("{") ? JSON.parse(text) : text;
  };
  await post("topic", { by: "topic & co" });
  expect(await messagesOf(endpoint, outputs.TopicsUrl, 1)).toEqual([{ by: "topic & co" }]);
  await post("queue", { by: "queue" });
  expect(await messagesOf(endpoint, outputs.DirectUrl, 1)).toEqual([{ by: "queue" }]);
  await post("execution", { by: "execution" });
  expect(await messagesOf(endpoint, outputs.ExecutedUrl, 1)).toEqual([{ by: "execution" }]);
  await post("events", { pet: "Ray", minutes: 0, stack });
  expect(await messagesOf(endpoint, outputs.TextsUrl, 1)).toEqual(["Ray walks 0 min"]);
  expect(await post("sync", { pet: "Rex" })).toEqual({ pet: "Rex", done: true });

  await deployed(9);
  await walk(8);
  expect(await messagesOf(endpoint, outputs.TextsUrl, 1)).toEqual(["Rex walks 8 min"]);
  const { Rules } = await events.send(new ListRulesCommand({ EventBusName: outputs.BusName }));
  expect(Rules?.filter(({ Name = "" }) => Name.includes("LongWalks"))).toHaveLength(1);
  for (const client of [events, s3]) client.destroy();
});
