import { DescribeExecutionCommand, StartExecutionCommand } from "@aws-sdk/client-sfn";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { apiEvent, lambdaContext, SITE_ORIGIN } from "../api/event.fixture.ts";
import { alreadyExists, MACHINE, mockExecutions, STARTED } from "../execution/executions.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { reminderRequest } from "../reminder.fixture.ts";
import { FIELDS, type WorkflowInput } from "../reminder.ts";
import { handler } from "./handler.ts";
import { newReminderId } from "./idempotency.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEY = { "Idempotency-Key": "a-key" };
const good = reminderRequest();

const { sfn, described } = mockExecutions();
let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  log = captureLogLines();
  sfn.on(StartExecutionCommand).resolves({ executionArn: "arn", startDate: STARTED });
});
afterEach(() => vi.restoreAllMocks());

async function post(
  body: unknown,
  headers: Record<string, string> = {},
  event: Partial<APIGatewayProxyEvent> = {},
) {
  const result = await handler(
    apiEvent({
      httpMethod: "POST",
      resource: "/petcuddleotron",
      path: "/petcuddleotron",
      headers: { "Content-Type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...event,
    }),
    lambdaContext,
  );
  return { ...result, json: JSON.parse(result.body) };
}

const started = (): WorkflowInput[] =>
  sfn.commandCalls(StartExecutionCommand).map(({ args }) => JSON.parse(args[0].input.input ?? ""));

describe("a valid request", () => {
  it("starts one execution, named after the reminder", async () => {
    const { statusCode, headers, json } = await post(good);
    expect(statusCode).toBe(202);
    expect(json).toEqual({
      id: expect.stringMatching(UUID),
      status: "WAITING",
      remindAt: "2030-01-01T01:00:00.000Z",
    });
    expect(headers).toMatchObject({
      Location: `./petcuddleotron/${json.id}`,
      "Access-Control-Allow-Origin": SITE_ORIGIN,
    });
    expect(sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toMatchObject([
      { stateMachineArn: MACHINE, name: json.id },
    ]);
    expect(started()).toEqual([{ id: json.id, attempt: 0, ...good }]);
  });

  it.each([
    ["a string of digits", "60", 60],
    ["a number in another form that JSON has for it", "RAW", 1_000],
    ["no wait", 0, 0],
    ["the longest wait", 31_449_600, 31_449_600],
  ])("may have %s for its wait", async (_, waitSeconds, seconds) => {
    const body = JSON.stringify({ ...good, waitSeconds }).replace('"RAW"', "1e3");
    expect((await post(body)).statusCode).toBe(202);
    expect(started()).toMatchObject([{ waitSeconds: seconds }]);
  });

  it.each([
    ["  Brush Rex\n", "Brush Rex"],
    ["\"'<b>&😀 שלום", "\"'<b>&😀 שלום"],
    ["half an emoji: \ud83d", "half an emoji: \ufffd"],
  ])("may have the message %j", async (message, carried) => {
    expect((await post({ ...good, message })).statusCode).toBe(202);
    expect(started()).toMatchObject([{ message: carried }]);
  });

  it("is located relative to its own path, also where that ends with a slash", async () => {
    const { headers, json } = await post(good, {}, { path: "/petcuddleotron/" });
    expect(headers).toMatchObject({ Location: `./${json.id}` });
  });

  it("leaves nothing that was typed in the log", async () => {
    const { json } = await post(good, KEY);
    expect(log.lines()).toMatchObject([{ reminderId: json.id, status: 202 }]);
    expect(JSON.stringify(log.lines())).not.toMatch(/rex|a-key/i);
  });
});

describe("an invalid request starts nothing", () => {
  const { email: _, ...noEmail } = good;
  it.each([
    ["waitSeconds", { ...good, waitSeconds: -1 }],
    ["waitSeconds", { ...good, waitSeconds: 1.5 }],
    ["waitSeconds", { ...good, waitSeconds: "1e3" }],
    ["waitSeconds", { ...good, waitSeconds: "-1" }],
    ["waitSeconds", { ...good, waitSeconds: "" }],
    ["waitSeconds", { ...good, waitSeconds: 10 ** 12 }],
    ["waitSeconds", { ...good, waitSeconds: true }],
    ["waitSeconds", { ...good, waitSeconds: null }],
    ["message", { ...good, message: " \n " }],
    ["message", { ...good, message: "x".repeat(1_001) }],
    ["message", { ...good, message: { text: "x" } }],
    ["email", noEmail],
    ["email", { ...good, email: `${"a".repeat(288)}@example.com` }],
    ["email", { ...good, email: "a@example.com,b@example.com" }],
    ["email", { ...good, email: "a@example.com\r\nBcc: b@example.com" }],
    ["email", { ...good, email: ["a@example.com"] }],
    ["phone", { ...good, phone: "1" }],
    ["__proto__", JSON.stringify(good).replace("{", '{"__proto__":{"a":1},')],
    ["email", JSON.stringify(good).replace("{", '{"email":"b@example.com",')],
    ["", "[]"],
    ["", "nothing"],
  ])("and names %j", async (field, body) => {
    const { statusCode, headers, json } = await post(body);
    expect(statusCode).toBe(400);
    expect(headers).toMatchObject({ "Content-Type": "application/problem+json" });
    expect(json).toMatchObject({ status: 400, errors: [{ field }] });
    expect(started()).toEqual([]);
  });

  it("and names every wrong field", async () => {
    const { json } = await post(Object.fromEntries(FIELDS.map((field) => [field, ""])));
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual(FIELDS);
  });

  it("for a recipient that the stage does not allow", async () => {
    const stageVariables = { siteOrigin: SITE_ORIGIN, allowedRecipientDomains: "example.org" };
    const { statusCode, json } = await post(good, {}, { stageVariables });
    expect(statusCode).toBe(400);
    expect(json.errors).toMatchObject([{ field: "email" }]);
    expect(started()).toEqual([]);
  });

  it.each(["two words", ""])("for the Idempotency-Key %j", async (key) => {
    const { statusCode, json } = await post(good, { "idempotency-key": key });
    expect(statusCode).toBe(400);
    expect(json.errors).toMatchObject([{ field: "Idempotency-Key" }]);
    expect(started()).toEqual([]);
  });
});

describe("a request with an Idempotency-Key", () => {
  const id = newReminderId("a-key");
  const before = { id, attempt: 0, ...good };

  it("names the same execution each time, with the same input", async () => {
    const first = await post(good, KEY);
    const second = await post(
      { ...good, waitSeconds: "3600", message: "Brush Rex " },
      { "IDEMPOTENCY-KEY": "a-key" },
    );
    expect(second.json).toEqual(first.json);
    expect(first.json.id).toBe(id);
    const [one, two] = sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input);
    expect(two).toEqual(one);
  });

  it.each([
    ["RUNNING", "WAITING"],
    ["SUCCEEDED", "COMPLETED"],
    ["ABORTED", "CANCELLED"],
    ["FAILED", "FAILED"],
  ] as const)("that is repeated is answered from the execution: %s is %s", async (execution, status) => {
    sfn.on(StartExecutionCommand).rejects(alreadyExists());
    const arn = `${MACHINE.replace("stateMachine", "execution")}:${id}`;
    sfn.on(DescribeExecutionCommand, { executionArn: arn }).resolves(described(execution, 0, before));
    const { statusCode, json, headers } = await post(good, KEY);
    expect(statusCode).toBe(202);
    expect(json).toEqual({ id, status, remindAt: "2030-01-01T01:00:00.000Z" });
    expect(headers).toMatchObject({ Location: `./petcuddleotron/${id}` });
  });

  it.each([
    ["waitSeconds", 60],
    ["message", "Feed Rex"],
    ["email", "tom@example.com"],
  ])("that was used for a request with another %s is refused with 409", async (field, value) => {
    sfn.on(StartExecutionCommand).rejects(alreadyExists());
    sfn.on(DescribeExecutionCommand).resolves(described("SUCCEEDED", 0, { ...before, [field]: value }));
    const { statusCode, json } = await post(good, KEY);
    expect(statusCode).toBe(409);
    expect(json.errors).toMatchObject([{ field: "Idempotency-Key" }]);
    expect(JSON.stringify(json)).not.toMatch(/Feed|tom/);
  });

  it("that cannot be looked up yet is asked to come back", async () => {
    sfn.on(StartExecutionCommand).rejects(alreadyExists());
    const { statusCode, headers } = await post(good, KEY);
    expect(statusCode).toBe(503);
    expect(headers).toMatchObject({ "Retry-After": "1" });
  });
});
