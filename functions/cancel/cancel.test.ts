import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { describe, expect, it } from "vitest";
import { arnOf, DUE, ID, inputOf, mockExecutions } from "../execution/executions.fixture.ts";
import { mockStorage } from "../storage.fixture.ts";
import { cancelReminder } from "./cancel.ts";

const { sfn, has } = mockExecutions();
const { claimOf, hasClaim, keys } = mockStorage();
const stops = () => sfn.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input.executionArn);
const CANCELLED = { id: ID, status: "CANCELLED", remindAt: DUE };

describe("a reminder that may still be kept back is claimed, then its execution stopped", () => {
  it("while it waits", async () => {
    has("RUNNING");
    expect(await cancelReminder(ID)).toEqual(CANCELLED);
    expect(claimOf(ID)).toMatchObject({ state: "cancelled", attempt: 0 });
    expect(stops()).toEqual([arnOf()]);
  });

  it("after SES refused its mail", async () => {
    has("RUNNING");
    hasClaim(ID, "refused");
    expect(await cancelReminder(ID)).toEqual(CANCELLED);
    expect(claimOf(ID)).toMatchObject({ state: "cancelled" });
  });

  it("while a redrive waits to send it", async () => {
    has("FAILED");
    has("RUNNING", 1, inputOf({ attempt: 1, waitSeconds: 0 }));
    hasClaim(ID, "failed", 0);
    expect(await cancelReminder(ID)).toEqual(CANCELLED);
    expect(stops()).toEqual([arnOf(1)]);
  });

  it("again, where an earlier call claimed it and could not stop it", async () => {
    has("RUNNING");
    hasClaim(ID, "cancelled");
    expect(await cancelReminder(ID)).toEqual(CANCELLED);
    expect(stops()).toEqual([arnOf()]);
  });
});

it.each([
  ["ABORTED", undefined],
  ["FAILED", "Cancelled"],
] as const)("answers the same again, and stops nothing: %s", async (status, error) => {
  has(status, 0, inputOf(), error);
  hasClaim(ID, "cancelled");
  expect(await cancelReminder(ID)).toEqual(CANCELLED);
  expect(stops()).toEqual([]);
});

describe("refuses with 409", () => {
  it.each([
    ["SUCCEEDED", "COMPLETED"],
    ["FAILED", "FAILED"],
  ] as const)("where it has ended: %s", async (execution, status) => {
    has(execution);
    await expect(cancelReminder(ID)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining(status),
    });
    expect(stops()).toEqual([]);
    expect(keys()).toEqual([]);
  });

  it.each(["sending", "sent"] as const)("where its mail may be on its way: %s", async (state) => {
    for (const status of ["RUNNING", "ABORTED"] as const) {
      has(status);
      hasClaim(ID, state);
      await expect(cancelReminder(ID)).rejects.toMatchObject({
        status: 409,
        message: expect.stringContaining("may already be on its way"),
        errors: [{ field: "id" }],
      });
      expect(claimOf(ID)).toMatchObject({ state });
      expect(stops()).toEqual([]);
    }
  });

  it("where its failure is being recorded", async () => {
    has("RUNNING");
    hasClaim(ID, "failed", 0);
    await expect(cancelReminder(ID)).rejects.toMatchObject({
      status: 409,
      message: expect.stringContaining("FAILED"),
    });
    expect(stops()).toEqual([]);
  });
});

it("refuses with 404 where there is no such reminder", async () => {
  await expect(cancelReminder(ID)).rejects.toMatchObject({ status: 404, errors: [{ field: "id" }] });
});
