import { DescribeExecutionCommand, StopExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { arnOf, DUE, ID, inputOf, mockExecutions } from "../execution/executions.fixture.ts";
import { cancelReminder } from "./cancel.ts";

const { sfn, has, described } = mockExecutions();
const stops = () => sfn.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input.executionArn);
const CANCELLED = { id: ID, status: "CANCELLED", remindAt: DUE };

it("stops a running execution", async () => {
  sfn.on(DescribeExecutionCommand).resolvesOnce(described("RUNNING")).resolves(described("ABORTED"));
  expect(await cancelReminder(ID)).toEqual(CANCELLED);
  expect(stops()).toEqual([arnOf()]);
});

it("answers the same where Step Functions shows the stop a little later", async () => {
  has("RUNNING");
  expect(await cancelReminder(ID)).toEqual(CANCELLED);
});

it("answers the same again, and stops nothing", async () => {
  has("ABORTED");
  expect(await cancelReminder(ID)).toEqual(CANCELLED);
  expect(stops()).toEqual([]);
});

it("stops the latest redrive", async () => {
  has("FAILED");
  has("RUNNING", 1, inputOf({ attempt: 1, waitSeconds: 0 }));
  expect(await cancelReminder(ID)).toEqual(CANCELLED);
  expect(stops()).toEqual([arnOf(1)]);
});

it.each([
  ["SUCCEEDED", "COMPLETED"],
  ["FAILED", "FAILED"],
] as const)("refuses with 409 where it has ended: %s", async (execution, status) => {
  has(execution);
  await expect(cancelReminder(ID)).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining(status),
  });
  expect(stops()).toEqual([]);
});

it("refuses with 409 where it ended between the look and the stop", async () => {
  sfn.on(DescribeExecutionCommand).resolvesOnce(described("RUNNING")).resolves(described("SUCCEEDED"));
  await expect(cancelReminder(ID)).rejects.toMatchObject({ status: 409 });
  expect(stops()).toEqual([arnOf()]);
});

it("refuses with 404 where there is no such reminder", async () => {
  await expect(cancelReminder(ID)).rejects.toMatchObject({ status: 404, errors: [{ field: "id" }] });
});
