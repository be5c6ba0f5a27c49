import { describe, expect, test } from "vitest";
import { pluginServer } from "../testing/plugin.ts";
import { testScope } from "../testing/scope.ts";
import { type Call, Calls, callLine, fitsCall, UnexpectedCallError } from "./calls.ts";
import { Control, NoPluginError } from "./control.ts";

const now = Date.now();
const recorded = (seq: number, fields: Record<string, unknown> = {}) => ({
  seq,
  time: now + 1_000 + seq,
  service: "ses",
  operation: "SendEmail",
  account: "000000000000",
  region: "us-east-1",
  resource: "cuddles@sender.example",
  role: "arn:aws:iam::000000000000:role/SendRole",
  session: "send",
  principal: "lambda",
  source: null,
  internal: false,
  status: 200,
  error: null,
  durationMs: 12.3,
  request: { Destination: { ToAddresses: ["rex@inbox.example"] } },
  ...fields,
});

async function callsAt(endpoint: string) {
  const scope = testScope(endpoint);
  scope.used.addresses.add("rex@inbox.example");
  return new Calls(scope, await Control.connect(endpoint));
}

const PATH = "GET /_harness/calls?since=0&match=rex%40inbox.example";

describe("calls", () => {
  test("are those that mention what this test used, since it began, in order", async () => {
    const early = recorded(1, { time: now - 60_000 });
    await using server = await pluginServer({
      [PATH]: { calls: [recorded(3), early, recorded(2)], next: 4 },
    });
    const calls = await callsAt(server.endpoint);
    expect((await calls.list()).map(({ seq, time }) => [seq, time])).toEqual([
      [2, new Date(now + 1_002)],
      [3, new Date(now + 1_003)],
    ]);
  });

  test("leave out what the harness itself reads, and only that", async () => {
    const reading = { service: "stepfunctions", operation: "DescribeExecution" };
    const answer = [
      recorded(1, { ...reading, role: null }),
      recorded(2, reading),
      recorded(3, { role: null }),
    ];
    await using server = await pluginServer({ [PATH]: { calls: answer, next: 3 } });
    const calls = await callsAt(server.endpoint);
    expect((await calls.list()).map(({ seq }) => seq)).toEqual([2, 3]);
  });

  test("of everybody come with an empty match", async () => {
    await using server = await pluginServer({
      "GET /_harness/calls?since=0": { calls: [recorded(1)], next: 1 },
    });
    const calls = await callsAt(server.endpoint);
    expect(await calls.list({ match: [] })).toHaveLength(1);
  });

  test("with a match of the caller's own are asked for by it", async () => {
    const answer = { calls: [recorded(1)], next: 9 };
    await using server = await pluginServer({ "GET /_harness/calls?since=0&match=rex&match=done": answer });
    const calls = await callsAt(server.endpoint);
    expect(await calls.list({ match: ["rex", "done"], service: "ses" })).toHaveLength(1);
    expect(await calls.list({ match: ["rex", "done"], service: "s3" })).toEqual([]);
    expect(server.requests.at(-1)).toBe("GET /_harness/calls?since=9&match=rex&match=done");
  });

  test("are asked for once only, and those before the test not at all", async () => {
    const mark = "match=rex%40inbox.example";
    await using server = await pluginServer({
      [`GET /_harness/calls?since=0&${mark}`]: { calls: [recorded(3)], next: 5 },
      [`GET /_harness/calls?since=5&${mark}`]: { calls: [recorded(6)], next: 6 },
    });
    const scope = testScope(server.endpoint);
    scope.used.addresses.add("rex@inbox.example");
    const control = await Control.connect(server.endpoint);
    const first = new Calls(scope, control);
    expect((await first.list()).map(({ seq }) => seq)).toEqual([3]);
    expect((await new Calls(scope, control).list()).map(({ seq }) => seq)).toEqual([6]);
    expect((await first.list()).map(({ seq }) => seq)).toEqual([3, 6]);
  });

  test("have empty texts for what the plugin cannot tell", async () => {
    const unknown = recorded(1, { role: null, session: null, resource: null, durationMs: null });
    await using server = await pluginServer({ [PATH]: { calls: [unknown], next: 1 } });
    const [call] = await (await callsAt(server.endpoint)).list();
    expect(call).toMatchObject({
      role: "",
      session: "",
      resource: "",
      error: "",
      source: "",
      durationMs: null,
    });
  });

  test("need the plugin", async () => {
    await using server = await pluginServer({}, ["clock"]);
    const calls = await callsAt(server.endpoint);
    await expect(calls.list()).rejects.toThrow(NoPluginError);
  });
});

describe("waiting for calls", () => {
  test("answers those that fit, and tells of the others when none does", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1)], next: 1 } });
    const calls = await callsAt(server.endpoint);
    expect(await calls.waitFor({ operation: "SendEmail", role: /Send/ })).toHaveLength(1);
    await expect(calls.waitFor({ service: "s3" }, { within: 40 })).rejects.toThrow(
      `awaited a call with service "s3", for 40 ms, but there was: 1 others of this test:\n  ${new Date(now + 1_001).toISOString()} ses:SendEmail on cuddles@sender.example by SendRole (send), 200, 12 ms`,
    );
  });

  test("counts", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1), recorded(2)], next: 2 } });
    const calls = await callsAt(server.endpoint);
    expect(await calls.waitFor({}, { times: 2 })).toHaveLength(2);
    await expect(calls.waitFor({}, { times: 1 })).rejects.toThrow(/^expected 1 calls, but there were 2:/);
    await expect(calls.waitFor({}, { times: 3, within: 40 })).rejects.toThrow("awaited 3 calls");
  });

  test("for none passes after the bound, and fails on the first", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1)], next: 1 } });
    const calls = await callsAt(server.endpoint);
    await calls.waitForNone({ service: "s3" }, { within: 40 });
    await expect(calls.waitForNone({ service: "ses" }, { within: 60_000 })).rejects.toThrow(
      UnexpectedCallError,
    );
  });
});

test.each([
  [{ service: "ses", operation: "SendEmail" }, true],
  [{ service: "s" }, false],
  [{ service: /^s/ }, true],
  [{ role: /send/i, session: "send" }, true],
  [{ error: "" }, true],
  [{ error: "Throttling" }, false],
  [{ status: 200 }, true],
  [{ status: 400 }, false],
  [{ internal: true }, false],
  [{ resource: /cuddles@/ }, true],
])("a filter of %j: %s", (filter, fits) => {
  const call = { ...recorded(1), source: "", error: "", time: new Date() } as Call;
  expect(fitsCall(call, filter)).toBe(fits);
});

test("a call that failed reads with its error", () => {
  const failed = { status: 400, error: "Throttling", role: "", resource: "", source: "" };
  const call = { ...recorded(1), ...failed, time: new Date(0) };
  expect(callLine(call)).toBe("1970-01-01T00:00:00.000Z ses:SendEmail, 400 Throttling, 12 ms");
});
