import { DescribeExecutionCommand } from "@aws-sdk/client-sfn";
import { expect, it } from "vitest";
import { arnOf, DUE, ID, inputOf, mockExecutions } from "./executions.fixture.ts";
import { findReminder } from "./find.ts";

const { sfn, has } = mockExecutions();

it("finds nothing where no execution is", async () => {
  expect(await findReminder(ID)).toBeUndefined();
});

it("says when the reminder is due: the wait after the execution's start", async () => {
  has("RUNNING");
  expect(await findReminder(ID)).toMatchObject({ id: ID, remindAt: DUE, latest: { status: "RUNNING" } });
});

it("looks for a redrive of a failed execution only, unless it was cancelled", async () => {
  for (const status of ["RUNNING", "SUCCEEDED", "ABORTED"] as const) {
    has(status);
    expect((await findReminder(ID))?.latest.status).toBe(status);
  }
  has("FAILED", 0, inputOf(), "Cancelled");
  expect((await findReminder(ID))?.latest.status).toBe("FAILED");
  expect(sfn.commandCalls(DescribeExecutionCommand, { executionArn: arnOf(1) })).toHaveLength(0);
});

it("follows the redrives to the latest, and keeps the time of the first", async () => {
  has("FAILED");
  has("TIMED_OUT", 1, inputOf({ attempt: 1, waitSeconds: 0 }));
  has("RUNNING", 2, inputOf({ attempt: 2, waitSeconds: 0 }));
  expect(await findReminder(ID)).toMatchObject({
    remindAt: DUE,
    input: { attempt: 0 },
    attempt: 2,
    latest: { executionArn: arnOf(2), status: "RUNNING" },
  });
});

it("ends with a failed execution that was not redriven", async () => {
  has("FAILED");
  expect((await findReminder(ID))?.latest.executionArn).toBe(arnOf(0));
});

it("lets other errors of Step Functions through", async () => {
  sfn.on(DescribeExecutionCommand).rejects(new Error("down"));
  await expect(findReminder(ID)).rejects.toThrow("down");
});
