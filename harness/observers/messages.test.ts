import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createClients } from "../aws/clients.ts";
import { Control } from "../control/control.ts";
import { StackResources } from "../resources/stack-resources.ts";
import { PLUGIN_TIME, pluginServer } from "../testing/plugin.ts";
import { testScope } from "../testing/scope.ts";
import { serve } from "../testing/serve.ts";
import { mockStacks } from "../testing/stacks.ts";
import { Bus } from "./bus.ts";
import { Queue, type QueueFilter } from "./queue.ts";
import { Topic, type TopicFilter } from "./topic.ts";

const ARN = "arn:aws:sqs:us-east-1:000000000000:jobs";
const TOPIC_ARN = "arn:aws:sns:us-east-1:000000000000:news";

let cloudFormation: ReturnType<typeof mockStacks>;
beforeEach(() => {
  cloudFormation = mockStacks([
    {
      name: "Shop",
      resources: [
        [
          "Jobs1",
          "AWS::SQS::Queue",
          "http://localhost:4566/queue/us-east-1/000000000000/jobs",
          "Shop/Jobs/Resource",
        ],
        ["News1", "AWS::SNS::Topic", TOPIC_ARN, "Shop/News/Resource"],
        ["Pets1", "AWS::Events::EventBus", "pets", "Shop/Pets/Resource"],
      ],
    },
  ]);
});
afterEach(() => cloudFormation.restore());

/** An observer's surroundings, where the plugin notes these messages for an ARN. */
async function noted(arn: string, messages: () => object[]) {
  const info = { version: "0.1.0", executor: "node-process", features: ["messages"], time: PLUGIN_TIME };
  const server = await serve((_, url) => {
    if (url === "/_harness/info") return { status: 200, body: info };
    const query = new URL(url, "http://x").searchParams;
    return { status: 200, body: { messages: query.get("of") === arn ? messages() : [] } };
  });
  const control = await Control.connect(server.endpoint);
  const scope = testScope(server.endpoint, 2_000, control.time);
  const resources = new StackResources(createClients(server.endpoint));
  return {
    server,
    source: { scope, control, resources },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const job = (body: string, more: object = {}) => ({
  time: PLUGIN_TIME + 1_000,
  id: "1",
  body,
  attributes: { kind: "dog" },
  group: "rex",
  consumed: false,
  receives: 0,
  ...more,
});

describe("a queue", () => {
  test.each<[QueueFilter, number]>([
    [{}, 2],
    [{ body: "walk" }, 1],
    [{ body: /^\{/ }, 1],
    [{ body: { pet: "Rex" } }, 1],
    [{ attributes: { kind: "dog" } }, 2],
    [{ attributes: { kind: /^c/ } }, 0],
    [{ attributes: { size: "big" } }, 0],
    [{ group: "rex" }, 2],
    [{ group: "re" }, 0],
    [{ consumed: true }, 1],
  ])("has for %o %i messages", async (filter, count) => {
    await using at = await noted(ARN, () => [job("walk", { consumed: true }), job('{"pet":"Rex"}')]);
    expect(await new Queue(at.source, "Jobs").list(filter)).toHaveLength(count);
  });

  test("asks for what has come since the test began", async () => {
    await using at = await noted(ARN, () => []);
    await new Queue(at.source, "Jobs").list();
    const since = at.source.scope.activity.since.getTime();
    expect(at.server.requests).toContain(
      `GET /_harness/messages?of=${encodeURIComponent(ARN)}&since=${since}`,
    );
  });

  test("waits for a message, and names what was there instead", async () => {
    const jobs: object[] = [job("a\u001b[31m walk", { receives: 2 })];
    await using at = await noted(ARN, () => jobs);
    const queue = new Queue(at.source, "Jobs");
    await expect(queue.receive({ body: { pet: /^R/ } }, { within: 40 })).rejects.toThrow(
      'waited 40 ms for a message in queue Jobs with body {"pet":"/^R/"}, but there was: 1 message in queue Jobs:' +
        "\n  2026-11-23T15:37:51.000Z a\\x1b[31m walk, received 2 times",
    );
    const found = queue.receive({ body: "brush" });
    jobs.push(job("brush"));
    expect(await found).toMatchObject({ body: "brush", time: new Date(PLUGIN_TIME + 1_000) });
  });

  test("counts exactly, and fails on one too many", async () => {
    await using at = await noted(ARN, () => [job("walk"), job("walk")]);
    const queue = new Queue(at.source, "Jobs");
    await expect(queue.receiveExactly(1, { body: "walk" })).rejects.toMatchObject({
      code: "UNEXPECTED_MESSAGE",
      message: expect.stringContaining("expected exactly 1 message in queue Jobs"),
    });
    await expect(queue.receiveNone({ body: "walk" })).rejects.toMatchObject({ code: "UNEXPECTED_MESSAGE" });
  });

  test("that is misspelt, or a misspelt field, is an error", async () => {
    await using at = await noted(ARN, () => []);
    await expect(new Queue(at.source, "Jbos").receive()).rejects.toThrow('did you mean "Jobs"?');
    const filter = { boddy: "walk" } as QueueFilter;
    await expect(new Queue(at.source, "Jobs").receiveNone(filter)).rejects.toThrow(
      'a filter of messages has no field "boddy": did you mean "body"?',
    );
  });

  test("needs the plugin", async () => {
    await using server = await pluginServer({ "GET /_harness/info": { features: [], time: PLUGIN_TIME } });
    const control = await Control.connect(server.endpoint);
    const resources = new StackResources(createClients(server.endpoint));
    const queue = new Queue({ scope: testScope(server.endpoint), control, resources }, "Jobs");
    await expect(queue.list()).rejects.toMatchObject({ code: "NO_PLUGIN" });
  });

  test("is in the failure report, once, with its messages", async () => {
    await using at = await noted(ARN, () => [job("walk", { consumed: true })]);
    const { activity } = at.source.scope;
    new Queue(at.source, "Jobs");
    new Queue(at.source, "Jobs");
    const [observed, ...others] = activity.observed.values();
    expect([observed?.title, others]).toEqual(["queue Jobs", []]);
    expect(await observed?.entries()).toEqual([
      { time: new Date(PLUGIN_TIME + 1_000), text: "walk, consumed" },
    ]);
  });
});

test.each<[TopicFilter, number]>([
  [{ subject: "Greeting" }, 1],
  [{ subject: "Greet" }, 0],
  [{ message: { name: "Rex" }, attributes: { kind: "dog" } }, 1],
  [{ message: "Tom" }, 0],
  [{ group: "" }, 1],
])("a topic has for %o %i messages", async (filter, count) => {
  const message = {
    time: PLUGIN_TIME,
    id: "1",
    message: '{"name":"Rex"}',
    subject: "Greeting",
    attributes: { kind: "dog" },
    group: null,
  };
  await using at = await noted(TOPIC_ARN, () => [message]);
  expect(await new Topic(at.source, "News").list(filter)).toHaveLength(count);
});

test.each([
  ["Pets", "pets"],
  ["default", "default"],
])("a bus named %s has its events", async (name, bus) => {
  const event = {
    time: PLUGIN_TIME,
    id: "1",
    source: "shop",
    detailType: "Sold",
    detail: '{"pet":"Rex"}',
    resources: ["arn:x"],
  };
  const arn = `arn:aws:events:us-east-1:000000000000:event-bus/${bus}`;
  await using at = await noted(arn, () => [event]);
  const found = await new Bus(at.source, name).receive({
    source: /^sh/,
    detailType: "Sold",
    detail: { pet: "Rex" },
    resources: ["arn:x"],
  });
  expect(found).toMatchObject({ detailType: "Sold" });
  await expect(
    new Bus(at.source, name).receiveNone({ source: "shop" }, { within: 50 }),
  ).rejects.toMatchObject({ code: "UNEXPECTED_EVENT" });
});
