import { describe, expect, test } from "vitest";
import { PLUGIN_TIME, pluginServer } from "../testing/plugin.ts";
import { testScope } from "../testing/scope.ts";
import type { RecordedCall } from "./call-record.ts";
import { type Call, type CallFilter, Calls, callLine, fitsCall } from "./calls.ts";
import { Control } from "./control.ts";

/** A minute after the test began, on LocalStack's clock. */
const time = (seq: number) => PLUGIN_TIME + 60_000 + seq;
const recorded = (seq: number, fields: Partial<RecordedCall> = {}): RecordedCall => ({
  seq,
  time: time(seq),
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
  requestId: "8f0fad5b",
  request: { Destination: { ToAddresses: ["rex@inbox.example"] } },
  ...fields,
});
const call = (fields: Partial<Call> = {}): Call => ({
  ...recorded(1),
  time: new Date(time(1)),
  resource: "cuddles@sender.example",
  role: "arn:aws:iam::000000000000:role/SendRole",
  session: "send",
  principal: "lambda",
  source: "",
  error: "",
  requestId: "8f0fad5b",
  ...fields,
});

async function scopeAt(endpoint: string) {
  const control = await Control.connect(endpoint);
  const scope = testScope(endpoint, 2_000, control.time);
  scope.activity.addresses.add("rex@inbox.example");
  return { control, scope };
}

async function callsAt(endpoint: string) {
  const { control, scope } = await scopeAt(endpoint);
  return new Calls(scope, control);
}

const MARK = "match=rex%40inbox.example";
const PATH = `GET /_harness/calls?since=0&${MARK}`;

describe("calls", () => {
  test("are those that mention what this test used, since it began, in order", async () => {
    const early = recorded(1, { time: PLUGIN_TIME - 60_000 });
    await using server = await pluginServer({
      [PATH]: { calls: [recorded(3), early, recorded(2)], next: 4 },
    });
    const calls = await callsAt(server.endpoint);
    expect((await calls.list()).map(({ seq, time }) => [seq, time.getTime()])).toEqual([
      [2, time(2)],
      [3, time(3)],
    ]);
  });

  test("of all tests are returned for an empty match", async () => {
    await using server = await pluginServer({
      "GET /_harness/calls?since=0": { calls: [recorded(1)], next: 1 },
    });
    const calls = await callsAt(server.endpoint);
    expect(await calls.list({ match: [] })).toHaveLength(1);
  });

  test("are asked for by the match of the filter", async () => {
    const body = { calls: [recorded(1)], next: 9 };
    await using server = await pluginServer({ "GET /_harness/calls?since=0&match=rex&match=done": body });
    const calls = await callsAt(server.endpoint);
    expect(await calls.list({ match: ["rex", "done"], service: "ses" })).toHaveLength(1);
    expect(await calls.list({ match: ["rex", "done"], service: "s3" })).toEqual([]);
    expect(server.requests.at(-1)).toBe("GET /_harness/calls?since=9&match=rex&match=done");
  });

  test("are asked for once, and calls before the test are not asked for", async () => {
    await using server = await pluginServer({
      [`GET /_harness/calls?since=0&${MARK}`]: { calls: [recorded(3)], next: 5 },
      [`GET /_harness/calls?since=5&${MARK}`]: { calls: [recorded(6)], next: 6 },
    });
    const { control, scope } = await scopeAt(server.endpoint);
    const first = new Calls(scope, control);
    expect((await first.list()).map(({ seq }) => seq)).toEqual([3]);
    expect((await new Calls(scope, control).list()).map(({ seq }) => seq)).toEqual([6]);
    expect((await first.list()).map(({ seq }) => seq)).toEqual([3, 6]);
  });

  test("have empty texts for what the plugin does not know", async () => {
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
    const info = { version: "0.1.0", executor: "node-process", features: ["clock"], time: 0 };
    await using server = await pluginServer({ "GET /_harness/info": info });
    const calls = await callsAt(server.endpoint);
    await expect(calls.list()).rejects.toMatchObject({ code: "NO_PLUGIN" });
  });
});

describe("a filter", () => {
  const arn = (rest: string) => `arn:aws:${rest}`;
  test.each<[CallFilter]>([
    [{ service: "sfn", operation: "StartExecution" }],
    [{ service: "states" }],
    [{ service: /^s/, operation: /Email$/ }],
    [{ operation: "SendEmail" }],
    [{ role: /SendRole/, session: "send", resource: /cuddles/ }],
    [{ role: arn("iam::000000000000:role/SendRole"), session: "a session of my own" }],
    [{ role: "SendRole" }],
    [{ service: "lambda", operation: "Invoke", resource: "send" }],
    [{ resource: arn("states:us-east-1:000000000000:execution:greet:1") }],
    [{ resource: arn("s3:::bucket/key"), error: "", role: "" }],
  ])("with names that exist (%o) is accepted", async (filter) => {
    await using server = await pluginServer({ [PATH]: { calls: [], next: 1 } });
    expect(await (await callsAt(server.endpoint)).list(filter)).toEqual([]);
  });

  test.each<[CallFilter, string, string]>([
    [{ service: "sess" }, "UNKNOWN_SERVICE", 'did you mean "ses"?'],
    [{ service: /^step-/ }, "UNKNOWN_SERVICE", "/^step-/ fits the name of no service"],
    [{ operation: "SendEmial" }, "UNKNOWN_OPERATION", 'did you mean "SendEmail"?'],
    [{ service: "s3", operation: "SendEmail" }, "UNKNOWN_OPERATION", 's3 has no operation "SendEmail"'],
    [{ service: "ses", operation: /^Put/ }, "UNKNOWN_OPERATION", "/^Put/ fits no operation of ses"],
    [{ operation: /Cuddle/ }, "UNKNOWN_OPERATION", "/Cuddle/ fits no operation of any service"],
    [{ session: "sned" }, "UNKNOWN_FUNCTION", 'did you mean "send"?'],
    [
      { service: "lambda", operation: "Invoke", resource: "sned" },
      "UNKNOWN_FUNCTION",
      'did you mean "send"?',
    ],
    [{ role: arn("iam::000000000000:role/SendRoel") }, "UNKNOWN_ARN", 'role/SendRole"?'],
    [{ role: "SendRoel" }, "UNKNOWN_ROLE", 'no role "SendRoel": did you mean "SendRole"?'],
    [{ role: /SendRoel/ }, "UNKNOWN_ROLE", "/SendRoel/ fits the ARN of no role"],
    [{ resource: arn("lambda:us-east-1:000000000000:function:sned") }, "UNKNOWN_ARN", "did you mean"],
    [{ resource: arn("lambada:us-east-1:000000000000:function:send") }, "UNKNOWN_SERVICE", '"lambda"?'],
    [{ resource: "arn:aws:states" }, "INVALID_ARN", "is not an ARN"],
    [{ opeartion: "SendEmail" } as CallFilter, "UNKNOWN_FIELD", 'did you mean "operation"?'],
  ])("that can fit nothing (%o) is an error, with and without a wait", async (filter, code, message) => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1)], next: 1 } });
    const calls = await callsAt(server.endpoint);
    const error = expect.objectContaining({ code, message: expect.stringContaining(message) });
    await expect(calls.list(filter)).rejects.toThrow(error);
    await expect(calls.waitFor(filter, { within: 60_000 })).rejects.toThrow(error);
    await expect(calls.waitForNone(filter, { within: 60_000 })).rejects.toThrow(error);
  });
});

test("a role is found by its name and by its ARN", async () => {
  await using server = await pluginServer({
    [PATH]: { calls: [recorded(1), recorded(2, { role: null })], next: 2 },
  });
  const calls = await callsAt(server.endpoint);
  const found = async (role: CallFilter["role"]) => (await calls.list({ role })).map(({ seq }) => seq);
  expect(await found("SendRole")).toEqual([1]);
  expect(await found("arn:aws:iam::000000000000:role/SendRole")).toEqual([1]);
  expect(await found(/Send/)).toEqual([1]);
  expect(await found("")).toEqual([2]);
});

describe("waiting for calls", () => {
  test("returns those that fit, and shows the others when none does", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1)], next: 1 } });
    const calls = await callsAt(server.endpoint);
    expect(await calls.waitFor({ operation: "SendEmail", role: /Send/ })).toHaveLength(1);
    await expect(calls.waitFor({ service: "s3" }, { within: 40 })).rejects.toThrow(
      `waited 40 ms for a call with service "s3", but there was: 1 other calls of this test:\n  ${new Date(time(1)).toISOString()} ses:SendEmail on cuddles@sender.example by SendRole (send), 200, 12 ms`,
    );
  });

  test("counts", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1), recorded(2)], next: 2 } });
    const calls = await callsAt(server.endpoint);
    expect(await calls.waitFor({}, { times: 2 })).toHaveLength(2);
    await expect(calls.waitFor({}, { times: 1 })).rejects.toThrow(/^expected 1 call, but there were 2:/);
    await expect(calls.waitFor({}, { times: 3, within: 40 })).rejects.toThrow("for 3 calls, but there was");
  });

  test("for none passes after the time given, and fails at the first", async () => {
    await using server = await pluginServer({ [PATH]: { calls: [recorded(1)], next: 1 } });
    const calls = await callsAt(server.endpoint);
    await calls.waitForNone({ service: "s3" }, { within: 40 });
    await expect(calls.waitForNone({ service: "ses" }, { within: 60_000 })).rejects.toMatchObject({
      code: "UNEXPECTED_CALL",
    });
  });
});

test.each<[CallFilter, boolean]>([
  [{ service: "ses", operation: "SendEmail" }, true],
  [{ service: "s" }, false],
  [{ service: /^s/ }, true],
  [{ role: /send/i, session: "send" }, true],
  [{ error: "" }, true],
  [{ error: "Throttling" }, false],
  [{ status: 200 }, true],
  [{ status: 400 }, false],
  [{ internal: true }, false],
  [{ internal: false, status: undefined }, true],
  [{ resource: /cuddles@/ }, true],
])("a filter of %o: %s", (filter, fits) => {
  expect(fitsCall(call(), filter)).toBe(fits);
});

test("a call that failed reads with its error", () => {
  const failed = call({ status: 400, error: "Throttling", role: "", resource: "", time: new Date(0) });
  expect(callLine(failed)).toBe("1970-01-01T00:00:00.000Z ses:SendEmail, 400 Throttling, 12 ms");
});
