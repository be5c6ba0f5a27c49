import { PutObjectCommand } from "@aws-sdk/client-s3";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lambdaContext } from "../api/event.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { workflowInput } from "../reminder.fixture.ts";
import { awsError, mockStorage } from "../storage.fixture.ts";
import { FailureRecord } from "../storage.ts";
import { handler } from "./handler.ts";
import { toFailureRecord } from "./record.ts";

const { s3, claimOf, hasClaim, json, keys } = mockStorage();
const input = workflowInput({ id: "id-1", attempt: 1, waitSeconds: 0 });
const failure = { Error: "MailRefused", Cause: "no: rex@example.com" };
const record = () => handler({ input, failure }, lambdaContext);

let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  log = captureLogLines();
});
afterEach(() => vi.restoreAllMocks());

it("keeps what a redrive needs, and why", async () => {
  await record();
  const kept = json("failures/id-1.json");
  expect(kept).toEqual({
    input,
    error: "MailRefused",
    cause: "no: rex@example.com",
    failedAt: expect.stringMatching(/^\d{4}-.+Z$/),
  });
  expect(v.parse(FailureRecord, kept)).toEqual(kept);
});

describe("ends the attempt", () => {
  it.each([undefined, "refused"] as const)(
    "of a reminder that was not sent: the claim was %s",
    async (state) => {
      if (state) hasClaim("id-1", state);
      await record();
      expect(claimOf("id-1")).toMatchObject({ state: "failed", attempt: 1 });
      // as the workflow does where the answer got lost
      await record();
      expect(claimOf("id-1")).toMatchObject({ state: "failed", attempt: 1 });
    },
  );

  it.each(["sending", "sent"] as const)("and leaves the claim of a mail that is %s", async (state) => {
    hasClaim("id-1", state);
    expect(await record()).toMatchObject({ error: "MailRefused" });
    expect(claimOf("id-1")).toMatchObject({ state, by: "another" });
    expect(keys()).toContain("failures/id-1.json");
  });

  it("of a cancelled reminder as cancelled, and records nothing", async () => {
    hasClaim("id-1", "cancelled");
    expect(await record()).toEqual({ error: "Cancelled", cause: expect.any(String) });
    expect(keys()).toEqual(["claims/id-1.json"]);
  });
});

it("takes an error output without a cause, as a time-out has it", () => {
  const at = new Date("2030-01-01T00:00:00.000Z");
  expect(toFailureRecord({ input, failure: { Error: "States.Timeout" } }, at)).toEqual({
    input,
    error: "States.Timeout",
    cause: "",
    failedAt: "2030-01-01T00:00:00.000Z",
  });
});

it("ends the workflow with the error and the place of its cause, which Step Functions logs", async () => {
  const output = await record();
  expect(output).toEqual({ error: "MailRefused", cause: expect.stringContaining("failures/id-1.json") });
  expect(JSON.stringify([output, log.lines()])).not.toMatch(/rex|brush/i);
  expect(log.lines()).toMatchObject([{ reminderId: "id-1", attempt: 1, error: "MailRefused" }]);
});

it("fails, so that the workflow tries again, where the record cannot be kept", async () => {
  s3.on(PutObjectCommand).rejects(awsError("InternalError", 500));
  await expect(record()).rejects.toMatchObject({
    name: "FailureNotRecorded",
    message: expect.stringContaining("id-1"),
    cause: expect.objectContaining({ name: "InternalError" }),
  });
  expect(JSON.stringify(log.lines())).not.toMatch(/rex|brush/i);
});
