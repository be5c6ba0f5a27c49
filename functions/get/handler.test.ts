import { GetExecutionHistoryCommand, type HistoryEvent } from "@aws-sdk/client-sfn";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apiEvent, lambdaContext } from "../api/event.fixture.ts";
import { arnOf, DUE, ID, mockExecutions } from "../execution/executions.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { handler } from "./handler.ts";

const { sfn, has } = mockExecutions();
beforeEach(() => {
  captureLogLines();
});
afterEach(() => vi.restoreAllMocks());

const AT = new Date("2030-01-01T00:00:01.000Z");
const entered = (...names: string[]): HistoryEvent[] =>
  names.map((name, id) => ({
    id,
    type: "TaskStateEntered",
    timestamp: AT,
    stateEnteredEventDetails: { name },
  }));
const history = (events: HistoryEvent[], attempt = 0) =>
  sfn.on(GetExecutionHistoryCommand, { executionArn: arnOf(attempt) }).resolves({ events });

async function get(id: string | undefined = ID) {
  const pathParameters = id === undefined ? null : { id };
  const result = await handler(apiEvent({ pathParameters }), lambdaContext);
  return { statusCode: result.statusCode, json: JSON.parse(result.body) };
}

it("answers with the status, when it is due, and the states gone through", async () => {
  has("RUNNING");
  history([
    { id: 1, type: "ExecutionStarted", timestamp: AT },
    ...entered("ComposeReminder", "Timer"),
    { id: 9, type: "WaitStateExited", timestamp: AT, stateExitedEventDetails: { name: "Timer" } },
  ]);
  expect(await get()).toEqual({
    statusCode: 200,
    json: {
      id: ID,
      status: "WAITING",
      remindAt: DUE,
      states: [
        { name: "ComposeReminder", enteredAt: "2030-01-01T00:00:01.000Z" },
        { name: "Timer", enteredAt: "2030-01-01T00:00:01.000Z" },
      ],
    },
  });
});

it("says SENDING from SendReminder on", async () => {
  has("RUNNING");
  history(entered("ComposeReminder", "Timer", "SendReminder"));
  expect((await get()).json.status).toBe("SENDING");
});

it("reads every page of a long history, and no personal data", async () => {
  has("SUCCEEDED");
  sfn
    .on(GetExecutionHistoryCommand)
    .resolvesOnce({ events: entered("ComposeReminder", "Timer"), nextToken: "more" })
    .resolvesOnce({ events: entered("SendReminder", "NotifyCompletion") });
  const { json } = await get();
  expect(json.states.map(({ name }: { name: string }) => name)).toEqual([
    "ComposeReminder",
    "Timer",
    "SendReminder",
    "NotifyCompletion",
  ]);
  for (const { args } of sfn.commandCalls(GetExecutionHistoryCommand)) {
    expect(args[0].input).toMatchObject({ includeExecutionData: false });
  }
});

it("reports the latest redrive of a failed reminder", async () => {
  has("FAILED");
  has("SUCCEEDED", 1);
  history(entered("ComposeReminder", "RecordFailure", "Failed"), 0);
  history(entered("ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"), 1);
  const { json } = await get();
  expect(json).toMatchObject({ id: ID, status: "COMPLETED", remindAt: DUE });
  expect(json.states).toHaveLength(4);
});

describe("answers 404 and names the id", () => {
  it.each([
    ["unknown", ID],
    ["missing", undefined],
    ["no UUID", "x"],
    ["in upper case", ID.toUpperCase()],
    ["of a redrive", `${ID}-redrive-1`],
    ["followed by more", `${ID}:1`],
    ["with a line end", `${ID}\n`],
    ["still encoded", "%2e%2e%2f"],
    ["long", "a".repeat(8_000)],
    ["of other characters", "😀\u0000"],
  ])("for an id that is %s", async (_, id) => {
    const { statusCode, json } = await get(id);
    expect(statusCode).toBe(404);
    expect(json.errors).toMatchObject([{ field: "id" }]);
    expect(sfn.commandCalls(GetExecutionHistoryCommand)).toHaveLength(0);
  });
});
