import { describe, expect, test } from "vitest";
import { LocalStackGoneError } from "../core/localstack-http.ts";
import { pluginServer } from "../testing/plugin.ts";
import { serve } from "../testing/serve.ts";
import { Clock } from "./clock.ts";
import { Control, NoPluginError } from "./control.ts";
import { Faults } from "./faults.ts";

const sent = (requests: string[]) => requests.filter((request) => request !== "GET /_harness/info");

describe("without the plugin", () => {
  test.each([
    ["a LocalStack that has none", 404],
    ["AWS, or whatever else answers", 403],
  ])("%s has no clock, no faults, and says so", async (_, status) => {
    await using server = await serve(() => ({ status, body: {} }));
    const control = await Control.connect(server.endpoint);
    expect(control.info).toBeUndefined();
    await expect(new Clock(control).compress("id")).rejects.toThrow(
      `the clock cannot be had at ${server.endpoint}: it needs the plugin localstack_harness`,
    );
    await expect(new Clock(control).fire("nightly")).rejects.toThrow(NoPluginError);
    const fault = { service: "ses", operation: "SendEmail", error: "Throttling", match: "id" };
    await expect(new Faults(control).inject(fault)).rejects.toThrow(NoPluginError);
    expect(sent(server.requests)).toEqual([]);
  });

  test("nothing that answers at all is a LocalStack that has gone", async () => {
    const { endpoint } = await (async () => {
      await using server = await pluginServer();
      return server;
    })();
    await expect(Control.connect(endpoint)).rejects.toThrow(LocalStackGoneError);
  });
});

describe("the clock", () => {
  test("compresses what matches, until the end of the block", async () => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    {
      await using _compressed = await clock.compress("rex@inbox.example");
    }
    expect(sent(server.requests)).toEqual([
      'POST /_harness/clock {"match":"rex@inbox.example","scale":0,"lease":60}',
      "DELETE /_harness/clock/1",
    ]);
  });

  test("is real again when its test ends, and told so once", async () => {
    await using server = await pluginServer();
    {
      await using clock = new Clock(await Control.connect(server.endpoint));
      const lease = await clock.compress("one", { scale: 0.5, lease: 10 });
      await lease.release();
      await clock.compress("two");
    }
    expect(sent(server.requests)).toEqual([
      'POST /_harness/clock {"match":"one","scale":0.5,"lease":10}',
      "DELETE /_harness/clock/1",
      'POST /_harness/clock {"match":"two","scale":0,"lease":60}',
      "DELETE /_harness/clock/2",
    ]);
  });

  test("does not take a text that would match everybody", async () => {
    await using server = await pluginServer();
    const clock = new Clock(await Control.connect(server.endpoint));
    await expect(clock.compress("")).rejects.toThrow(RangeError);
  });

  test("fires a schedule", async () => {
    const arn = "arn:aws:scheduler:us-east-1:000000000000:schedule/default/nightly";
    await using server = await pluginServer({ "POST /_harness/schedules/fire": { arn } });
    await new Clock(await Control.connect(server.endpoint)).fire("nightly");
    expect(sent(server.requests)).toEqual(['POST /_harness/schedules/fire {"schedule":"nightly"}']);
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
        ? { status: 200, body: { version: "0.1.0", executor: "node-process", features: ["schedules"] } }
        : { status: 404, body: nothing },
    );
    const firing = new Clock(await Control.connect(server.endpoint)).fire("nigtly");
    await expect(firing).rejects.toThrow("did you mean 'nightly'?");
  });

  test("does not mind that LocalStack has gone when it is released", async () => {
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
    expect(sent(server.requests)).toEqual([
      'POST /_harness/faults {"lease":60,"service":"ses","operation":"SendEmail","error":"Throttling","times":2,"match":["rex@inbox.example","cuddle"]}',
      "GET /_harness/faults/1",
      "DELETE /_harness/faults/1",
    ]);
  });

  test("of a function is one of its invocations", async () => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    await faults.inject({ function: "send", effect: "timeout", match: "id", lease: 5 });
    expect(sent(server.requests)).toEqual([
      'POST /_harness/faults {"lease":5,"service":"lambda","operation":"Invoke","function":"send","effect":"timeout","match":"id"}',
    ]);
  });

  test("that has vanished cannot be asked", async () => {
    await using server = await pluginServer();
    const faults = new Faults(await Control.connect(server.endpoint));
    const fault = await faults.inject({ function: "send", effect: "crash", match: [] });
    await expect(fault.hits()).rejects.toThrow("/_harness/faults/1 answered 404: unknown or expired");
  });
});
