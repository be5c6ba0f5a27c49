import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { type Served, serve } from "../../testing/serve.ts";
import type { Update } from "../shapes.ts";
import { Feed } from "./feed.ts";

interface Fake {
  instance: string;
  mails: string[];
  calls: number;
}

const message = (id: string) => ({
  Id: id,
  Region: "us-east-1",
  Timestamp: "2026-02-03T04:05:06",
  Source: "a@x.example",
  Subject: id,
  Size: 1,
});

/** Answers as the plugin does. */
const localStack = (fake: Fake): Promise<Served> =>
  serve((_, url) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname === "/_harness/mails/ids") return { status: 200, body: { ids: fake.mails } };
    const last = searchParams.get("mail") ?? "";
    const isKnown = last === "" || fake.mails.includes(last);
    const fresh = isKnown ? fake.mails.slice(fake.mails.indexOf(last) + 1) : fake.mails;
    const calls = Number(searchParams.get("calls"));
    return {
      status: 200,
      body: {
        instance: fake.instance,
        time: 1_000,
        mails: { mails: fresh.map(message), total: fake.mails.length, reset: !isKnown, complete: true },
        executions: [],
        executionCount: 0,
        requests: { requests: [], next: 0 },
        calls: { calls: calls < fake.calls ? [line(fake.calls)] : [], next: fake.calls, dropped: 0 },
        faults: [],
        clocks: [],
        functions: [],
      },
    };
  });

const line = (seq: number) => ({
  seq,
  time: 1,
  service: "logs",
  operation: "PutLogEvents",
  role: null,
  internal: true,
  error: null,
  request: {
    logGroupName: "/aws/lambda/f",
    logStreamName: "s",
    logEvents: [{ timestamp: 1, message: `line ${seq}\n` }],
  },
});

function follow(endpoint: string) {
  const mails = new Map<string, string>();
  const updates: Update[] = [];
  const feed = new Feed(endpoint);
  onTestFinished(
    feed.subscribe((update) => {
      updates.push(update);
      if (update.reset) mails.clear();
      for (const id of update.removedMails ?? []) mails.delete(id);
      for (const mail of update.mails ?? []) mails.set(mail.id, mail.subject);
    }),
  );
  return { mails, updates, feed };
}

test("a page gets what is there, what comes, and what was deleted elsewhere", async () => {
  const fake: Fake = { instance: "1", mails: ["a", "b"], calls: 1 };
  await using server = await localStack(fake);
  const { mails, updates } = follow(server.endpoint);
  await expect.poll(() => [...mails.keys()]).toEqual(["a", "b"]);
  fake.mails.push("c");
  await expect.poll(() => [...mails.keys()]).toEqual(["a", "b", "c"]);
  fake.mails.splice(1, 1);
  await expect.poll(() => [...mails.keys()]).toEqual(["a", "c"]);
  fake.mails.pop();
  await expect.poll(() => [...mails.keys()]).toEqual(["a"]);
  fake.mails.push("d");
  await expect.poll(() => [...mails.keys()]).toEqual(["a", "d"]);
  expect(
    updates.flatMap(({ logs = [] }) => logs.map(({ group, message: text }) => `${group} ${text}`)),
  ).toEqual(["/aws/lambda/f line 1"]);
});

test("the lists of a LocalStack that was started again begin from the start", async () => {
  const fake: Fake = { instance: "1", mails: ["a"], calls: 7 };
  await using server = await localStack(fake);
  const { mails, updates } = follow(server.endpoint);
  await expect.poll(() => [...mails.keys()]).toEqual(["a"]);
  Object.assign(fake, { instance: "2", mails: ["z"], calls: 1 });
  await expect.poll(() => [...mails.keys()]).toEqual(["z"]);
  expect(updates.filter(({ reset }) => reset)).toHaveLength(2);
  await expect
    .poll(() => updates.flatMap(({ logs = [] }) => logs.map(({ message: text }) => text)))
    .toEqual(["line 7", "line 1"]);
});

test("a LocalStack that is gone, and one without the plugin, are reported", async () => {
  const ended = await serve(() => undefined);
  await ended[Symbol.asyncDispose]();
  const gone = follow(ended.endpoint);
  await expect
    .poll(() => gone.updates.at(-1))
    .toMatchObject({ connection: "down", trouble: expect.stringContaining("does not answer") });
  await using other = await serve(() => undefined);
  const without = follow(other.endpoint);
  await expect.poll(() => without.updates.at(-1)).toMatchObject({ connection: "no-plugin" });
});

test.each(["without a page", "after the console is closed"])("nothing is read %s", async (when) => {
  await using server = await localStack({ instance: "1", mails: ["a"], calls: 0 });
  const feed = new Feed(server.endpoint);
  feed.hurry();
  const leave = feed.subscribe(() => {});
  await expect.poll(() => server.requests.length).toBeGreaterThan(0);
  if (when === "without a page") leave();
  else feed.close();
  await sleep(50);
  const before = server.requests.length;
  await sleep(700);
  expect(server.requests.length).toBe(before);
});

test("a second page gets everything at once", async () => {
  await using server = await localStack({ instance: "1", mails: ["a", "b"], calls: 0 });
  const { mails, feed } = follow(server.endpoint);
  await expect.poll(() => mails.size).toBe(2);
  const seen: string[] = [];
  feed.subscribe((update) => seen.push(...(update.mails ?? []).map(({ id }) => id)))();
  expect(seen).toEqual(["a", "b"]);
});
