import type { HistoryEvent, HistoryEventType } from "@aws-sdk/client-sfn";
import { describe, expect, test } from "vitest";
import { type Recording, recordedExecution } from "../testing/recordings.ts";
import { readHistory } from "./history.ts";

function read(name: Recording, { definitions = true } = {}) {
  const recorded = recordedExecution(name);
  return readHistory(recorded.events, definitions ? recorded.definitions : undefined);
}
const visitsOf = (name: Recording, state: string) => read(name).filter((visit) => visit.name === state);

describe("a recorded history", () => {
  test("gives the states in order, with times, input and output", () => {
    const [timer, notify] = read("succeeded");
    expect(timer).toMatchObject({
      name: "Timer",
      type: "Wait",
      input: { s: 0, email: "rex@inbox.example" },
      output: { s: 0, email: "rex@inbox.example" },
      retries: 0,
      failures: [],
    });
    expect(notify).toMatchObject({ name: "Notify", type: "Task", output: { MessageId: expect.any(String) } });
    expect(timer?.exitedAt?.getTime()).toBeGreaterThanOrEqual(timer?.enteredAt.getTime() ?? Infinity);
    expect(notify).not.toHaveProperty("caught");
  });

  test("gives retries, the failure of each attempt and the caught error", () => {
    const [notify, failed] = read("retried-and-caught");
    const rejected = {
      error: "SES.MessageRejectedException",
      cause: expect.stringContaining("Email address not verified unverified@x.example"),
    };
    expect(notify).toMatchObject({ retries: 2, failures: [rejected, rejected, rejected], caught: rejected });
    expect(failed).toMatchObject({ name: "Failed", type: "Fail", retries: 0 });
    expect(failed).not.toHaveProperty("exitedAt");
  });

  test("has a failure, but no caught error, where nothing catches it", () => {
    const [notify] = read("failed-task");
    expect(notify?.failures).toHaveLength(1);
    expect(notify).not.toHaveProperty("caught");
    expect(notify).not.toHaveProperty("exitedAt");
  });

  test("keeps branches apart that run at the same time", () => {
    const visits = read("parallel");
    expect(visits.map(({ name, retries }) => [name, retries])).toEqual([
      ["Both", 0],
      ["Right", 0],
      ["Left", 2],
      ["LeftDone", 0],
    ]);
    expect(visits.find(({ name }) => name === "Left")).toHaveProperty(
      "caught.error",
      "SES.MessageRejectedException",
    );
    expect(visits.every(({ exitedAt }) => exitedAt)).toBe(true);
    expect(visits[0]).not.toHaveProperty("caught");
  });

  test("keeps iterations apart that run at the same time", () => {
    const visits = read("map");
    const items = visits.filter(({ name }) => name === "Item");
    expect(items.map(({ input }) => input).sort()).toEqual([1, 2]);
    expect(items.map(({ output }) => output)).toEqual(items.map(({ input }) => input));
    expect(visits.find(({ name }) => name === "One")?.input).toBe(1);
    expect(visits.find(({ name }) => name === "Other")?.input).toBe(2);
    expect(visits[0]).toMatchObject({ name: "Each", type: "Map", output: [1, 2] });
  });

  test("of an execution that runs has a state that was not left", () => {
    const { events } = recordedExecution("succeeded");
    const visits = readHistory(events.slice(0, 6));
    expect(visits.map(({ name, exitedAt }) => [name, exitedAt !== undefined])).toEqual([
      ["Timer", true],
      ["Notify", false],
    ]);
  });

  test("has input as text where it is cut, as AWS does with long input", () => {
    const { events } = recordedExecution("succeeded");
    const cut = events.map((event) =>
      event.stateEnteredEventDetails
        ? { ...event, stateEnteredEventDetails: { ...event.stateEnteredEventDetails, input: '{"cut' } }
        : event,
    );
    expect(readHistory(cut)[0]?.input).toBe('{"cut');
  });
});

describe("a redrive", () => {
  const at = new Date(0);
  const entered = (id: number, type: HistoryEventType, name: string) => ({
    id,
    previousEventId: id - 1,
    type,
    timestamp: at,
    stateEnteredEventDetails: { name, input: "{}" },
  });
  const exited = (id: number, type: HistoryEventType, name: string) => ({
    id,
    previousEventId: id - 1,
    type,
    timestamp: at,
    stateExitedEventDetails: { name, output: "1" },
  });
  const event = (id: number, type: HistoryEventType, fields: Partial<HistoryEvent> = {}) => ({
    id,
    previousEventId: id - 1,
    type,
    timestamp: at,
    ...fields,
  });
  const failed = { taskFailedEventDetails: { resourceType: "sqs", resource: "r", error: "Own", cause: "c" } };

  test("continues the visit, and its attempt is no retry", () => {
    const visits = readHistory([
      event(1, "ExecutionStarted"),
      entered(2, "TaskStateEntered", "T"),
      event(3, "TaskScheduled"),
      event(4, "TaskFailed", failed),
      event(5, "TaskScheduled"),
      event(6, "TaskFailed", failed),
      event(7, "ExecutionFailed"),
      event(8, "ExecutionRedriven"),
      event(9, "TaskScheduled"),
      event(10, "TaskSucceeded"),
      exited(11, "TaskStateExited", "T"),
    ]);
    expect(visits).toMatchObject([{ name: "T", retries: 1, failures: [{}, {}], output: 1, exitedAt: at }]);
    expect(visits[0]).not.toHaveProperty("caught");
  });

  test("continues the visit of a stopped execution, whose last event belongs to no state", () => {
    const visits = readHistory([
      event(1, "ExecutionStarted"),
      entered(2, "WaitStateEntered", "W"),
      event(3, "ExecutionAborted", { previousEventId: 0 }),
      event(4, "ExecutionRedriven"),
      exited(5, "WaitStateExited", "W"),
    ]);
    expect(visits).toMatchObject([{ name: "W", exitedAt: at }]);
  });

  test("enters a Fail state again", () => {
    const visits = readHistory([
      event(1, "ExecutionStarted"),
      entered(2, "FailStateEntered", "F"),
      event(3, "ExecutionFailed"),
      event(4, "ExecutionRedriven"),
      entered(5, "FailStateEntered", "F"),
      event(6, "ExecutionFailed"),
    ]);
    expect(visits.map(({ name }) => name)).toEqual(["F", "F"]);
  });
});

describe("a failed attempt of a task", () => {
  const asleep = { error: "Asleep", cause: expect.stringContaining("no cuddle") };
  const timeout = { error: "States.Timeout", cause: "" };
  test.each<[Recording, string, object[]]>([
    ["lambda-caught", "Call", [asleep, asleep]],
    ["activity-failed", "Work", [asleep]],
    ["activity-timed-out", "Work", [timeout]],
    ["task-timed-out", "Ask", [timeout]],
  ])("is in %s", (name, state, failures) => {
    expect(visitsOf(name, state)).toMatchObject([
      { failures, caught: failures.at(-1), retries: failures.length - 1 },
    ]);
  });

  test("before a successful one is a failure that was not caught", () => {
    const [call] = visitsOf("lambda-retried", "Call");
    expect(call).toMatchObject({ retries: 1, failures: [{ error: "Error" }], output: "second" });
    expect(call).not.toHaveProperty("caught");
  });
});

describe("a Map or Parallel state whose events have no error", () => {
  const asleep = { error: "Asleep", cause: "no cuddle" };
  const rejected = { error: "Ses.MessageRejectedException" };
  const exceeded = { error: "States.ExceedToleratedFailureThreshold" };
  test.each<[what: string, Recording, state: string, failures: object[]]>([
    ["that a Fail state causes", "map-caught", "Each", [asleep]],
    ["that a Fail state causes", "parallel-caught", "Both", [asleep]],
    ["that a task causes", "map-task-caught", "Each", [rejected]],
    ["that is retried, and whose error output is discarded", "parallel-retried", "Both", [asleep, asleep]],
    [
      "that a Fail state takes from its input",
      "dynamic-fail",
      "Both",
      [{ error: "Hungry", cause: "no food" }],
    ],
    ["that is distributed", "distributed-caught", "Each", [exceeded]],
  ])("has the error %s (%s, %s)", (_, name, state, failures) => {
    const [visit] = visitsOf(name, state);
    expect(visit).toMatchObject({ failures, caught: failures.at(-1), retries: failures.length - 1 });
    expect(visit?.failures).toHaveLength(failures.length);
  });

  test("has the error of each of its visits", () => {
    expect(visitsOf("nested-caught", "Both")).toMatchObject([{ caught: asleep }, { caught: asleep }]);
    const [each] = visitsOf("nested-caught", "Each");
    expect(each).toMatchObject({ failures: [], retries: 0, output: [1, 2] });
    expect(each).not.toHaveProperty("caught");
  });

  test("has the error that a Catch wrote, where the definition is unknown", () => {
    const [each] = read("map-caught", { definitions: false });
    expect(each).toMatchObject({ failures: [asleep], caught: asleep });
  });

  test("has an error without a name where nothing names it", () => {
    const [both] = read("parallel-retried", { definitions: false });
    expect(both?.caught).toEqual({ error: "", cause: "" });
  });

  test("has a failure that was not caught where the execution ended with it", () => {
    const [each] = visitsOf("ended-in-map", "Each");
    expect(each?.failures).toEqual([asleep]);
    expect(each).not.toHaveProperty("caught");
  });

  test("has a failure also where it fails before its first iteration", () => {
    const [each] = visitsOf("bad-items-caught", "Each");
    expect(each).toMatchObject({ failures: [{ error: "", cause: "" }], retries: 0 });
  });
});
