import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { testClients, testScope } from "../testing/scope.ts";
import { Logs } from "./logs.ts";

const client = new CloudWatchLogsClient({});
const aws = mockClient(client);
const scope = testScope();
const functions = { functionNames: async () => ["send", "compose"] };
const logs = () => new Logs(scope, testClients({ logs: client }), functions);
const event = (timestamp: number, message: string) => ({ timestamp, message, logStreamName: "a" });

beforeEach(() => {
  aws.reset();
  aws.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: "/api" }], nextToken: "more" });
  aws
    .on(DescribeLogGroupsCommand, { nextToken: "more" })
    .resolves({ logGroups: [{ logGroupName: "/aws/lambda/send" }] });
  aws
    .on(FilterLogEventsCommand)
    .rejects(new ResourceNotFoundException({ message: "no such group", $metadata: {} }));
  aws
    .on(FilterLogEventsCommand, { logGroupName: "/api" })
    .resolves({ events: [event(20, "GET /reminder-7 200\n"), event(21, "GET /other 200")] });
  aws
    .on(FilterLogEventsCommand, { logGroupName: "/aws/lambda/send" })
    .resolves({ events: [event(10, "START RequestId: 1"), event(11, "reminder-7")], nextToken: "rest" });
  aws
    .on(FilterLogEventsCommand, { logGroupName: "/aws/lambda/send", nextToken: "rest" })
    .resolves({ events: [event(12, "REPORT RequestId: 1")] });
});

describe("log lines", () => {
  test("of one group are read from all pages, since the test began", async () => {
    const lines = await logs().in("/aws/lambda/send").read();
    expect(lines.map(({ message }) => message)).toEqual([
      "START RequestId: 1",
      "reminder-7",
      "REPORT RequestId: 1",
    ]);
    expect(aws.commandCalls(FilterLogEventsCommand)[0]?.args[0].input.startTime).toBe(
      scope.activity.since.getTime(),
    );
  });

  test("of one id are read from all groups, in the order of time", async () => {
    const lines = await logs().of("reminder-7").read();
    expect(lines.map(({ group, message }) => `${group} ${message}`)).toEqual([
      "/aws/lambda/send START RequestId: 1",
      "/aws/lambda/send reminder-7",
      "/aws/lambda/send REPORT RequestId: 1",
      "/api GET /reminder-7 200",
    ]);
  });

  test("of one id can be read from some groups only", async () => {
    expect(await logs().of("reminder-7", /api/).read()).toHaveLength(1);
  });
});

describe("a log group that does not exist", () => {
  const unknown = (message: string) =>
    expect.objectContaining({ code: "UNKNOWN_LOG_GROUP", message: expect.stringContaining(message) });

  test("has no lines where its function has not run yet", async () => {
    expect(await logs().in("/aws/lambda/compose").read()).toEqual([]);
    expect(
      await logs()
        .of("reminder-7", /compose/)
        .read(),
    ).toEqual([]);
    await logs().in("/aws/lambda/compose").waitForNone("ERROR", { within: 30 });
  });

  test("is an error where there is no such function, with and without a wait", async () => {
    const lines = logs().in("/aws/lambda/sned");
    const error = unknown('did you mean "/aws/lambda/send"?');
    await expect(lines.read()).rejects.toThrow(error);
    await expect(lines.waitFor("ERROR", { within: 60_000 })).rejects.toThrow(error);
    await expect(lines.waitForNone("ERROR", { within: 30 })).rejects.toThrow(error);
  });

  test("may be made during a wait where it is not a function's", async () => {
    const lines = logs().in("/apis");
    await expect(lines.waitFor("GET", { within: 30 })).rejects.toThrow(
      'but there was: there is no log group "/apis": did you mean "/api"?',
    );
    await expect(lines.waitForNone("GET", { within: 30 })).rejects.toThrow(unknown('"/api"?'));
  });

  test("is an error where no group and no function fits the pattern", async () => {
    const lines = logs().of("reminder-7", /sned/);
    await expect(lines.read()).rejects.toThrow(unknown("has a name that /sned/ fits"));
    await expect(lines.waitForNone("ERROR", { within: 30 })).rejects.toThrow(unknown("/sned/"));
  });

  test("has no lines on AWS, where functions are not known", async () => {
    const onAws = new Logs(scope, testClients({ logs: client }));
    expect(await onAws.in("/aws/lambda/sned").read()).toEqual([]);
  });
});

describe("waiting", () => {
  test("for a line returns all of them", async () => {
    expect(await logs().in("/api").waitFor(/other/)).toHaveLength(2);
  });

  test("shows the last lines when the line does not arrive", async () => {
    await expect(logs().in("/api").waitFor("POST", { within: 40 })).rejects.toThrow(
      'waited 40 ms for a line with "POST" in log group /api, but there was: 2 other lines, the last:\n  GET /reminder-7 200\n  GET /other 200',
    );
  });

  test("for none fails on the first line that contains it", async () => {
    await logs().in("/api").waitForNone("rex@inbox.example", { within: 40 });
    const wait = logs().of("reminder-7").waitForNone(/GET/, { within: 60_000 });
    await expect(wait).rejects.toMatchObject({
      code: "UNEXPECTED_LOG",
      message: expect.stringContaining(
        "expected no line with /GET/ in the logs of reminder-7 within 60 s, but there was:\n  GET /reminder-7 200",
      ),
    });
  });

  test("shows control characters in lines as escapes", async () => {
    aws
      .on(FilterLogEventsCommand, { logGroupName: "/api" })
      .resolves({ events: [event(20, "\u001b]52;c;cm0=\u0007 \u202ecod.exe")] });
    await expect(logs().in("/api").waitFor("POST", { within: 40 })).rejects.toThrow(
      String.raw`\x1b]52;c;cm0=\x07 \u202ecod.exe`,
    );
  });
});
