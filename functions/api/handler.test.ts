import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { captureLogLines } from "../log-lines.fixture.ts";
import { logger } from "../logger.ts";
import { apiEvent, lambdaContext, SITE_ORIGIN } from "./event.fixture.ts";
import { type Answer, apiHandler } from "./handler.ts";
import { fieldProblem } from "./problem.ts";

let log: ReturnType<typeof captureLogLines>;
beforeEach(() => {
  log = captureLogLines();
});
afterEach(() => vi.restoreAllMocks());

const answering = (answer: () => Answer, event = apiEvent()) => apiHandler(answer)(event, lambdaContext);
const failing = (error: unknown) =>
  answering(() => {
    throw error;
  });
const bodyOf = ({ body }: { body: string }) => JSON.parse(body);

describe("an answer", () => {
  it("goes out as JSON, with the headers it came with", async () => {
    const result = await answering(() => ({ status: 202, body: { id: "x" }, headers: { Location: "y" } }));
    expect(result.statusCode).toBe(202);
    expect(result.headers).toMatchObject({ "Content-Type": "application/json", Location: "y" });
    expect(bodyOf(result)).toEqual({ id: "x" });
  });

  it("lets in the origin of the stage variable, and is not kept by caches", async () => {
    const { headers } = await answering(() => ({ status: 200, body: {} }));
    expect(headers).toMatchObject({
      "Access-Control-Allow-Origin": SITE_ORIGIN,
      "Access-Control-Expose-Headers": "Location, Retry-After",
      "Cache-Control": "no-store",
      Vary: "Origin",
    });
  });

  it("lets in no origin where the stage names none", async () => {
    const { headers } = await answering(
      () => ({ status: 200, body: {} }),
      apiEvent({ stageVariables: null }),
    );
    expect(headers).not.toHaveProperty("Access-Control-Allow-Origin");
  });
});

describe("a problem", () => {
  it("goes out as problem details that name the field, with the CORS headers", async () => {
    const result = await failing(fieldProblem(400, "email", "is missing"));
    expect(result.statusCode).toBe(400);
    expect(result.headers).toMatchObject({
      "Content-Type": "application/problem+json",
      "Access-Control-Allow-Origin": SITE_ORIGIN,
    });
    expect(bodyOf(result)).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: "email is missing",
      errors: [{ field: "email", detail: "is missing" }],
    });
  });
});

describe("an error", () => {
  const aws = (name: string, httpStatusCode: number) =>
    Object.assign(new Error("about rex@example.com"), {
      name,
      $metadata: { httpStatusCode, requestId: "r-1" },
    });

  it("that may pass is a 503 that says when to come back", async () => {
    const result = await failing(aws("ThrottlingException", 400));
    expect(result.statusCode).toBe(503);
    expect(result.headers).toMatchObject({
      "Retry-After": "5",
      "Access-Control-Allow-Origin": SITE_ORIGIN,
    });
  });

  it("that lasts is a 500", async () => {
    const result = await failing(aws("AccessDeniedException", 400));
    expect(result.statusCode).toBe(500);
    expect(bodyOf(result)).toMatchObject({ title: "Internal Server Error", errors: [] });
  });

  it("is reported without its message, in the response and in the log", async () => {
    const result = await failing(aws("AccessDeniedException", 400));
    expect(result.body).not.toContain("rex@example.com");
    expect(log.lines()).toContainEqual(
      expect.objectContaining({
        level: "ERROR",
        error: expect.objectContaining({ name: "AccessDeniedException", awsRequestId: "r-1" }),
      }),
    );
    expect(JSON.stringify(log.lines())).not.toContain("rex@example.com");
  });
});

describe("the log", () => {
  it("says what was asked and answered, under API Gateway's request id", async () => {
    await answering(
      () => {
        logger.appendKeys({ reminderId: "id-1" });
        return { status: 202, body: {} };
      },
      apiEvent({ httpMethod: "POST", resource: "/petcuddleotron" }),
    );
    expect(log.lines()).toEqual([
      expect.objectContaining({
        message: "answered",
        apiRequestId: "api-request-1",
        function_request_id: "lambda-request-1",
        reminderId: "id-1",
        method: "POST",
        resource: "/petcuddleotron",
        status: 202,
      }),
    ]);
  });

  it("does not carry one request's id into the next", async () => {
    await answering(() => {
      logger.appendKeys({ reminderId: "id-1" });
      return { status: 200, body: {} };
    });
    await answering(() => ({ status: 200, body: {} }));
    expect(log.lines().at(-1)).not.toHaveProperty("reminderId");
  });
});
