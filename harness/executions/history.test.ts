import { describe, expect, test } from "vitest";
import { recordedExecution } from "../testing/recordings.ts";
import { readHistory } from "./history.ts";

const read = (...[name]: Parameters<typeof recordedExecution>) => readHistory(recordedExecution(name).events);

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

  test("tells retries, each attempt's failure and what was caught", () => {
    const [notify, failed] = read("retried-and-caught");
    const rejected = {
      error: "SES.MessageRejectedException",
      cause: expect.stringContaining("Email address not verified unverified@x.example"),
    };
    expect(notify).toMatchObject({ retries: 2, failures: [rejected, rejected, rejected], caught: rejected });
    expect(failed).toMatchObject({ name: "Failed", type: "Fail", retries: 0 });
    expect(failed).not.toHaveProperty("exitedAt");
  });

  test("an error that nothing catches is a failure, but not caught", () => {
    const [notify] = read("failed-task");
    expect(notify?.failures).toHaveLength(1);
    expect(notify).not.toHaveProperty("caught");
    expect(notify).not.toHaveProperty("exitedAt");
  });

  test("keeps branches apart that run side by side", () => {
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

  test("keeps iterations apart that run side by side", () => {
    const visits = read("map");
    const items = visits.filter(({ name }) => name === "Item");
    expect(items.map(({ input }) => input).sort()).toEqual([1, 2]);
    expect(items.map(({ output }) => output)).toEqual(items.map(({ input }) => input));
    expect(visits.find(({ name }) => name === "One")?.input).toBe(1);
    expect(visits.find(({ name }) => name === "Other")?.input).toBe(2);
    expect(visits[0]).toMatchObject({ name: "Each", type: "Map", output: [1, 2] });
  });

  test("a history that still grows has a state that was not left", () => {
    const { events } = recordedExecution("succeeded");
    const visits = readHistory(events.slice(0, 6));
    expect(visits.map(({ name, exitedAt }) => [name, exitedAt !== undefined])).toEqual([
      ["Timer", true],
      ["Notify", false],
    ]);
  });
});

/** Kinds of events that the recordings do not have, as the API reference lists them. */
describe("an event", () => {
  const at = new Date(0);
  const entered = {
    id: 1,
    previousEventId: 0,
    timestamp: at,
    type: "TaskStateEntered",
    stateEnteredEventDetails: { name: "Send", input: "{}" },
  } as const;
  const exited = {
    timestamp: at,
    type: "TaskStateExited",
    stateExitedEventDetails: { name: "Send" },
  } as const;

  test.each([
    ["TaskTimedOut", "taskTimedOutEventDetails"],
    ["TaskSubmitFailed", "taskSubmitFailedEventDetails"],
    ["TaskStartFailed", "taskStartFailedEventDetails"],
    ["LambdaFunctionFailed", "lambdaFunctionFailedEventDetails"],
    ["LambdaFunctionTimedOut", "lambdaFunctionTimedOutEventDetails"],
    ["LambdaFunctionScheduleFailed", "lambdaFunctionScheduleFailedEventDetails"],
    ["ActivityFailed", "activityFailedEventDetails"],
    ["ActivityTimedOut", "activityTimedOutEventDetails"],
  ] as const)("%s is a failed attempt", (type, details) => {
    const failure = { error: "Broken", cause: "on purpose" };
    const [visit] = readHistory([
      entered,
      { id: 2, previousEventId: 1, timestamp: at, type: "TaskScheduled" },
      { id: 3, previousEventId: 2, timestamp: at, type, [details]: failure },
      { ...exited, id: 4, previousEventId: 3 },
    ]);
    expect(visit).toMatchObject({ failures: [failure], caught: failure, retries: 0 });
  });

  test("a time-out without details is States.Timeout", () => {
    const [visit] = readHistory([
      entered,
      {
        id: 2,
        previousEventId: 1,
        timestamp: at,
        type: "TaskTimedOut",
        taskTimedOutEventDetails: {} as never,
      },
    ]);
    expect(visit?.failures).toEqual([{ error: "States.Timeout", cause: "" }]);
  });

  test("a success behind a failed attempt means that nothing was caught", () => {
    const [visit] = readHistory([
      entered,
      { id: 2, previousEventId: 1, timestamp: at, type: "LambdaFunctionScheduled" },
      { id: 3, previousEventId: 2, timestamp: at, type: "LambdaFunctionFailed" },
      { id: 4, previousEventId: 3, timestamp: at, type: "LambdaFunctionScheduled" },
      { id: 5, previousEventId: 4, timestamp: at, type: "LambdaFunctionSucceeded" },
      { ...exited, id: 6, previousEventId: 5 },
    ]);
    expect(visit).toMatchObject({ retries: 1, failures: [{}] });
    expect(visit).not.toHaveProperty("caught");
  });

  test("a Parallel state that fails as a whole is retried and caught as itself", () => {
    const inner = { timestamp: at, stateEnteredEventDetails: { name: "Inner", input: "{}" } };
    const failure = { error: "Broken", cause: "inside" };
    const branch = (id: number, before: number) => [
      { id, previousEventId: before, timestamp: at, type: "ParallelStateStarted" } as const,
      { ...inner, id: id + 1, previousEventId: id, type: "FailStateEntered" } as const,
      {
        id: id + 2,
        previousEventId: id + 1,
        timestamp: at,
        type: "ParallelStateFailed",
        parallelStateFailedEventDetails: failure,
      } as const,
    ];
    const visits = readHistory([
      { ...entered, type: "ParallelStateEntered" },
      ...branch(2, 1),
      ...branch(5, 4),
      { ...exited, type: "ParallelStateExited", id: 8, previousEventId: 7 },
    ]);
    expect(visits.map(({ name, retries }) => [name, retries])).toEqual([
      ["Send", 1],
      ["Inner", 0],
      ["Inner", 0],
    ]);
    expect(visits[0]).toMatchObject({ failures: [failure, failure], caught: failure });
  });

  test("input that is no JSON stands as it is", () => {
    const cut = { ...entered, stateEnteredEventDetails: { name: "Send", input: '{"cut' } };
    expect(readHistory([cut])[0]?.input).toBe('{"cut');
  });
});
