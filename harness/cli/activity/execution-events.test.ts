import { CloudWatchLogsClient, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { causeText, ExecutionEvents, executionEvent, executionLogGroup } from "./execution-events.ts";

const sfn = mockClient(SFNClient);
const logs = mockClient(CloudWatchLogsClient);
beforeEach(() => {
  sfn.reset();
  logs.reset();
});

const { signal } = new AbortController();
const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const execution_arn = `arn:aws:states:us-east-1:000000000000:execution:Workflow:${id}`;
const time = new Date("2026-02-03T04:05:06Z");
const line = (timestamp: number, event: object) => ({
  timestamp,
  message: JSON.stringify({ execution_arn, ...event }),
});

describe("the log group", () => {
  const arn = "arn:aws:states:us-east-1:000000000000:stateMachine:Workflow";
  const client = new SFNClient({});

  test("is the one the state machine writes to", async () => {
    const logGroupArn = "arn:aws:logs:us-east-1:000000000000:log-group:/aws/vendedlogs/states/w:*";
    sfn.on(DescribeStateMachineCommand, { stateMachineArn: arn }).resolves({
      loggingConfiguration: { destinations: [{ cloudWatchLogsLogGroup: { logGroupArn } }] },
    } as never);
    expect(await executionLogGroup(client, arn, signal)).toBe("/aws/vendedlogs/states/w");
  });

  test("is undefined where the state machine writes none", async () => {
    sfn.on(DescribeStateMachineCommand).resolves({});
    expect(await executionLogGroup(client, arn, signal)).toBeUndefined();
  });
});

describe("what an event means", () => {
  test.each([
    ["TaskStateEntered", { name: "ComposeReminder" }, "ComposeReminder"],
    ["WaitStateEntered", { name: "Timer" }, "Timer"],
    ["ExecutionSucceeded", {}, "SUCCEEDED"],
    ["ExecutionAborted", {}, "ABORTED"],
    ["ExecutionTimedOut", { error: "States.Timeout" }, "TIMED_OUT States.Timeout"],
    ["ExecutionFailed", { error: "Throttling", cause: "too fast" }, "FAILED Throttling: too fast"],
    ["TaskFailed", { error: "Ses.Throttling" }, "attempt failed: Ses.Throttling"],
    ["LambdaFunctionTimedOut", {}, "attempt failed: LambdaFunctionTimedOut"],
  ])("%s %j", (type, details, text) => {
    expect(executionEvent({ id: "1", type, execution_arn, details }, time)).toMatchObject({
      id,
      time,
      text,
    });
  });

  test.each(["ExecutionStarted", "TaskScheduled", "TaskStateExited", "TaskSucceeded"])(
    "%s says nothing new",
    (type) => expect(executionEvent({ id: "1", type, execution_arn }, time)).toBeUndefined(),
  );

  test("a function's cause is its message", () => {
    expect(causeText('{"errorType":"Error","errorMessage":"no room","trace":["at x"]}')).toBe("no room");
    expect(causeText("plain words")).toBe("plain words");
    expect(causeText("null")).toBe("null");
    expect(causeText("17")).toBe("17");
    expect(causeText()).toBe("");
  });
});

describe("reading on", () => {
  const client = new CloudWatchLogsClient({});
  const entered = (eventId: string, at: number, name: string) =>
    line(at, { id: eventId, type: "TaskStateEntered", details: { name } });
  const texts = async (events: ExecutionEvents) => (await events.next()).map(({ text }) => text);

  test("gives each event once, in order, over all pages", async () => {
    logs
      .on(FilterLogEventsCommand)
      .resolvesOnce({ events: [entered("12", 2_000, "Second")], nextToken: "more" })
      .resolvesOnce({
        events: [entered("2", 2_000, "First"), { timestamp: 1, message: "Permissions are set" }],
      })
      .resolvesOnce({ events: [entered("2", 2_000, "First"), entered("14", 2_100, "Third")] });
    const events = new ExecutionEvents(client, "group", new Date(1_000));
    expect(await texts(events)).toEqual(["First", "Second"]);
    expect(await texts(events)).toEqual(["Third"]);
  });

  test("asks for what is new, and for the little that may come late", async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [entered("2", 60_000, "Timer")] });
    const events = new ExecutionEvents(client, "group", new Date(1_000));
    expect(await texts(events)).toEqual(["Timer"]);
    expect(await texts(events)).toEqual([]);
    const asked = logs.commandCalls(FilterLogEventsCommand).map(({ args }) => args[0].input.startTime);
    expect(asked).toEqual([1_000, 55_000]);
  });
});
