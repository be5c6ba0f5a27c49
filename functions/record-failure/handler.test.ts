import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { lambdaContext } from "../api/event.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { handler } from "./handler.ts";
import { toFailureRecord } from "./record.ts";

const s3 = mockClient(S3Client);
const input = { id: "id-1", attempt: 1, waitSeconds: 0, message: "Brush Rex", email: "rex@example.com" };
const failure = { Error: "MailRefused", Cause: "no: rex@example.com" };

let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  vi.stubEnv("STORAGE_BUCKET", "storage");
  log = captureLogLines();
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
});
afterEach(() => vi.restoreAllMocks());

it("keeps what a redrive needs, and why", async () => {
  await handler({ input, failure }, lambdaContext);
  const [put] = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
  expect(put).toMatchObject({ Bucket: "storage", Key: "failures/id-1.json" });
  expect(JSON.parse(String(put?.Body))).toEqual({
    input,
    error: "MailRefused",
    cause: "no: rex@example.com",
    failedAt: expect.stringMatching(/^\d{4}-.+Z$/),
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
  const output = await handler({ input, failure }, lambdaContext);
  expect(output).toEqual({ error: "MailRefused", cause: expect.stringContaining("failures/id-1.json") });
  expect(JSON.stringify([output, log.lines()])).not.toMatch(/rex|brush/i);
  expect(log.lines()).toMatchObject([{ reminderId: "id-1", attempt: 1, error: "MailRefused" }]);
});

it("fails, so that the workflow tries again, where the record cannot be kept", async () => {
  s3.on(PutObjectCommand).rejects(Object.assign(new Error("down"), { name: "InternalError" }));
  await expect(handler({ input, failure }, lambdaContext)).rejects.toMatchObject({
    name: "FailureNotRecorded",
    message: expect.stringContaining("id-1"),
    cause: expect.objectContaining({ name: "InternalError" }),
  });
  expect(JSON.stringify(log.lines())).not.toMatch(/rex|brush/i);
});
