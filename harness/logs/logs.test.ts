import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from "@aws-sdk/client-cloudwatch-logs";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import type { Clients } from "../aws/clients.ts";
import { testScope } from "../testing/scope.ts";
import { Logs, UnexpectedLogError } from "./logs.ts";

const client = new CloudWatchLogsClient({});
const aws = mockClient(client);
const scope = testScope();
const logs = () => new Logs(scope, { logs: client } as Clients);
const event = (timestamp: number, message: string) => ({ timestamp, message, logStreamName: "a" });

beforeEach(() => {
  aws.reset();
  aws.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: "/api" }], nextToken: "more" });
  aws
    .on(DescribeLogGroupsCommand, { nextToken: "more" })
    .resolves({ logGroups: [{ logGroupName: "/aws/lambda/send" }] });
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
  test("of one group come from all pages, since the test began", async () => {
    const lines = await logs().in("/aws/lambda/send").read();
    expect(lines.map(({ message }) => message)).toEqual([
      "START RequestId: 1",
      "reminder-7",
      "REPORT RequestId: 1",
    ]);
    expect(aws.commandCalls(FilterLogEventsCommand)[0]?.args[0].input.startTime).toBe(
      scope.used.since.getTime(),
    );
  });

  test("of one id come from all groups, in the order of time", async () => {
    const lines = await logs().of("reminder-7").read();
    expect(lines.map(({ group, message }) => `${group} ${message}`)).toEqual([
      "/aws/lambda/send START RequestId: 1",
      "/aws/lambda/send reminder-7",
      "/aws/lambda/send REPORT RequestId: 1",
      "/api GET /reminder-7 200",
    ]);
  });

  test("of one id can be had of some groups only", async () => {
    expect(await logs().of("reminder-7", /api/).read()).toHaveLength(1);
  });

  test("of a group that is not there yet are none", async () => {
    const missing = new ResourceNotFoundException({ message: "no such group", $metadata: {} });
    aws.on(FilterLogEventsCommand).rejects(missing);
    expect(await logs().in("/nowhere").read()).toEqual([]);
  });
});

describe("waiting", () => {
  test("for a line answers all of them", async () => {
    expect(await logs().in("/api").waitFor(/other/)).toHaveLength(2);
  });

  test("tells the last lines when the one awaited does not come", async () => {
    await expect(logs().in("/api").waitFor("POST", { within: 40 })).rejects.toThrow(
      'awaited a line with "POST" in log group /api, for 40 ms, but there was: 2 other lines, the last:\n  GET /reminder-7 200\n  GET /other 200',
    );
  });

  test("for none fails on the first that holds it", async () => {
    await logs().in("/api").waitForNone("rex@inbox.example", { within: 40 });
    const wait = logs().of("reminder-7").waitForNone(/GET/, { within: 60_000 });
    await expect(wait).rejects.toThrow(UnexpectedLogError);
    await expect(wait).rejects.toThrow(
      "expected no line with /GET/ in the logs of reminder-7 within 60 s, but there was:\n  GET /reminder-7 200",
    );
  });
});
