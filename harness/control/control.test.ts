import { describe, expect, test } from "vitest";
import { LocalStackGoneError } from "../core/localstack-http.ts";
import { changes, PLUGIN_TIME, pluginServer } from "../testing/plugin.ts";
import { serve } from "../testing/serve.ts";
import { Clock } from "./clock.ts";
import { Control } from "./control.ts";
import { Faults } from "./faults.ts";

const noPlugin = expect.objectContaining({ name: "HarnessError", code: "NO_PLUGIN" });

describe("without the plugin", () => {
  test.each([
    ["a LocalStack that has none", 404],
    ["AWS, or another server", 403],
  ])("%s has no clock and no faults, and the error says so", async (_, status) => {
    await using server = await serve(() => ({ status, body: {} }));
    const control = await Control.connect(server.endpoint);
    expect(control.info).toBeUndefined();
    await expect(new Clock(control).compress("id")).rejects.toThrow(
      `the clock is not available at ${server.endpoint}: it needs the plugin localstack_harness`,
    );
    await expect(new Clock(control).fire("nightly")).rejects.toThrow(noPlugin);
    const fault = { service: "ses", operation: "SendEmail", error: "Throttling", match: "id" };
    await expect(new Faults(control).inject(fault)).rejects.toThrow(noPlugin);
    expect(changes(server.requests)).toEqual([]);
  });

  test("another emulator is named, and what to do instead", async () => {
    const info = {
      emulator: "MiniStack 1.5.33",
      executor: "ministack",
      features: [],
      version: "1.5.33",
      time: 0,
    };
    await using server = await serve(() => ({ status: 200, body: info }));
    const control = await Control.connect(server.endpoint);
    expect(control).toMatchObject({ emulator: "MiniStack 1.5.33", info: undefined });
    await expect(new Clock(control).compress("id")).rejects.toThrow(
      "the clock is not available on MiniStack 1.5.33, only on LocalStack: start the app with TARGET=embedded",
    );
  });

  test("an endpoint where nothing listens is a LocalStack that has gone", async () => {
    const { endpoint } = await (async () => {
      await using server = await pluginServer();
      return server;
    })();
    await expect(Control.connect(endpoint)).rejects.toThrow(LocalStackGoneError);
  });

  test("an endpoint at a port that fetch refuses is refused at once", async () => {
    await expect(Control.connect("http://localhost:6000")).rejects.toMatchObject({ code: "BLOCKED_PORT" });
  });
});

test("the time is LocalStack's, not that of this machine", async () => {
  await using server = await pluginServer();
  const control = await Control.connect(server.endpoint);
  const first = control.time().getTime();
  expect(first).toBeGreaterThanOrEqual(PLUGIN_TIME);
  expect(first).toBeLessThan(PLUGIN_TIME + 5_000);
  await expect.poll(() => control.time().getTime()).toBeGreaterThan(first);
});

describe("the clock", () => {
  test("compresses the executions that match, until the end of the block", async () => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    {
      await using _compressed = await clock.compress("rex@inbox.example");
    }
    expect(changes(server.requests)).toEqual([
      'POST /_harness/clock {"match":"rex@inbox.example","scale":0,"lease":60}',
      "DELETE /_harness/clock/1",
    ]);
  });

  test("returns to real time at the end of its test, once for each lease", async () => {
    await using server = await pluginServer();
    {
      await using clock = new Clock(await Control.connect(server.endpoint));
      const lease = await clock.compress("one", { scale: 0.5, lease: 10 });
      await lease.release();
      await clock.compress("two");
    }
    expect(changes(server.requests)).toEqual([
      'POST /_harness/clock {"match":"one","scale":0.5,"lease":10}',
      "DELETE /_harness/clock/1",
      'POST /_harness/clock {"match":"two","scale":0,"lease":60}',
      "DELETE /_harness/clock/2",
    ]);
  });

  test("refuses a text that every execution contains", async () => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    await expect(clock.compress("")).rejects.toMatchObject({ code: "EMPTY_MATCH" });
  });

  test.each([
    [{ scal: 0.5 }, 'no field "scal": did you mean "scale"?'],
    [{ lease: "60" }, 'lease must be a number from 0 to 2147483647, not "60"'],
    [0.5, "options must be an object, such as { scale: … }, not 0.5"],
  ])("refuses options that it does not have (%j)", async (wrong, message) => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    await expect(clock.compress("id", wrong as never)).rejects.toThrow(message);
    expect(changes(server.requests)).toEqual([]);
  });

  test("fires a schedule", async () => {
    const arn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly";
    await using server = await pluginServer({ "POST /_harness/schedules/fire": { arn } });
    await new Clock(await Control.connect(server.endpoint)).fire("nightly");
    expect(changes(server.requests)).toEqual(['POST /_harness/schedules/fire {"schedule":"nightly"}']);
  });

  test("reports why the target of a schedule did not accept the call", async () => {
    const error = "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.";
    await using server = await pluginServer({ "POST /_harness/schedules/fire": { arn: "arn:s", error } });
    const firing = new Clock(await Control.connect(server.endpoint)).fire("nightly");
    await expect(firing).rejects.toMatchObject({
      code: "SCHEDULE_TARGET_FAILED",
      message: expect.stringContaining(`arn:s fired, but its target did not accept the call: ${error}`),
    });
  });

  test("reports a schedule that does not exist", async () => {
    const nothing = {
      error: "there is no schedule and no rule with a schedule 'nigtly': did you mean 'nightly'?",
    };
    await using server = await serve((_, url) =>
      url === "/_harness/info"
        ? {
            status: 200,
            body: { version: "0.1.0", executor: "node-process", features: ["schedules"], time: 0 },
          }
        : { status: 400, body: nothing },
    );
    const firing = new Clock(await Control.connect(server.endpoint)).fire("nigtly");
    await expect(firing).rejects.toMatchObject({ code: "INVALID_CONTROL", message: nothing.error });
  });

  test("refuses the ARN of a state machine that does not exist", async () => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    const states = "arn:aws:states:us-east-1:000000000000";
    await clock.compress(`${states}:execution:greet:any`);
    await expect(clock.compress(`${states}:stateMachine:greets`)).rejects.toThrow(
      `there is no ${states}:stateMachine:greets: did you mean "${states}:stateMachine:greet"?`,
    );
  });

  test("is released without an error when LocalStack has gone", async () => {
    const server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    await clock.compress("id");
    await server[Symbol.asyncDispose]();
    await clock[Symbol.asyncDispose]();
  });
});

describe("a fault", () => {
  test("of a service is injected, counted and removed", async () => {
    await using server = await pluginServer({ "GET /_harness/faults/1": { hits: 2 } });
    const faults = new Faults(await Control.connect(server.endpoint));
    {
      await using outage = await faults.inject({
        service: "ses",
        operation: "SendEmail",
        error: "Throttling",
        times: 2,
        match: ["rex@inbox.example", "cuddle"],
      });
      expect(await outage.hits()).toBe(2);
    }
    expect(changes(server.requests)).toEqual([
      'POST /_harness/faults {"lease":60,"service":"ses","operation":"SendEmail","error":"Throttling","times":2,"match":["rex@inbox.example","cuddle"]}',
      "GET /_harness/faults/1",
      "DELETE /_harness/faults/1",
    ]);
  });

  test("of a function is one of its invocations, by its name or its ARN", async () => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:send";
    await faults.inject({ function: "send", effect: "timeout", match: "id", lease: 5 });
    await faults.inject({ function: arn, effect: "crash", match: [] });
    expect(changes(server.requests)).toEqual([
      'POST /_harness/faults {"lease":5,"service":"lambda","operation":"Invoke","function":"send","effect":"timeout","match":"id"}',
      'POST /_harness/faults {"lease":60,"service":"lambda","operation":"Invoke","function":"send","effect":"crash","match":[]}',
    ]);
  });

  test.each(["stepfunctions", "sfn", "states", "StepFunctions", "Step Functions"])(
    "%s is stepfunctions",
    async (service) => {
      await using server = await pluginServer();
      const faults = new Faults(await Control.connect(server.endpoint));
      await faults.inject({ service, operation: "StartExecution", error: "Throttling", match: "id" });
      expect(changes(server.requests)[0]).toContain('"service":"stepfunctions"');
    },
  );

  test.each([
    [{ service: "sess" }, 'there is no service "sess": did you mean "ses"?'],
    [{ service: "email" }, '"email" is a name of several services: choose one of ses, sesv2'],
    [{ operation: "SendEmial" }, 'ses has no operation "SendEmial": did you mean "SendEmail"?'],
    [{ operation: "PutObject" }, 'ses has no operation "PutObject"'],
    [{ operation: "toString" }, 'ses has no operation "toString"'],
  ])("of a name that AWS does not have (%j) is refused", async (wrong, message) => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    const fault = { service: "ses", operation: "SendEmail", error: "Throttling", match: "id", ...wrong };
    await expect(faults.inject(fault)).rejects.toThrow(message);
    expect(changes(server.requests)).toEqual([]);
  });

  test.each([
    [{ servce: "ses", operation: "SendEmail" }, 'no field "servce": did you mean "service"?'],
    [{ fuction: "send", effect: "crash" }, 'no field "fuction": did you mean "function"?'],
    [{ service: "ses", operation: "SendEmail", delay: 5 }, 'no field "delay"'],
    [{ function: "send", effect: "crash", error: "Throttling" }, 'no field "error"'],
    [
      { service: "ses", operation: "SendEmail", times: "2" },
      'times must be a number from 0 to 2147483647, not "2"',
    ],
    [{ operation: "SendEmail" }, "a fault needs a service or a function"],
    [{ service: "ses" }, "a fault of a service needs an operation"],
  ])("with a field that it does not have (%j) is refused", async (wrong, message) => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    await expect(faults.inject({ match: "id", ...wrong } as never)).rejects.toThrow(message);
    expect(changes(server.requests)).toEqual([]);
  });

  test("of a function that does not exist is refused", async () => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    const fault = { function: "sned", effect: "crash", match: "id" } as const;
    await expect(faults.inject(fault)).rejects.toThrow(
      expect.objectContaining({
        code: "UNKNOWN_FUNCTION",
        message: 'there is no function "sned": did you mean "send"?',
      }),
    );
  });

  test("that the plugin does not understand has the plugin's own message", async () => {
    const error = "a fault has either `error` or `effect`, not both";
    await using server = await serve((method, url) => {
      if (url === "/_harness/info") return { status: 200, body: { features: ["clock"], time: 0 } };
      return method === "POST" ? { status: 400, body: { error } } : undefined;
    });
    const control = await Control.connect(server.endpoint);
    await expect(control.post("/faults", {})).rejects.toMatchObject({
      code: "INVALID_CONTROL",
      message: error,
    });
  });

  test("that has expired has no count", async () => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    const fault = await faults.inject({ function: "send", effect: "crash", match: [] });
    await expect(fault.hits()).rejects.toThrow("/_harness/faults/1 answered 404: unknown or expired");
  });
});
