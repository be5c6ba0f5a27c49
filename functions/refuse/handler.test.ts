import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { apiEvent, lambdaContext, SITE_ORIGIN } from "../api/event.fixture.ts";
import { captureLogLines } from "../log-lines.fixture.ts";
import { handler } from "./handler.ts";

beforeEach(() => {
  captureLogLines();
});
afterEach(() => vi.restoreAllMocks());

it.each([
  ["/petcuddleotron", "POST, OPTIONS"],
  ["/petcuddleotron/{id}", "GET, DELETE, OPTIONS"],
])("answers 405 at %s with the methods that are allowed", async (resource, allow) => {
  const { statusCode, headers, body } = await handler(
    apiEvent({ httpMethod: "PUT", resource }),
    lambdaContext,
  );
  expect(statusCode).toBe(405);
  expect(headers).toMatchObject({
    Allow: allow,
    "Access-Control-Allow-Origin": SITE_ORIGIN,
    "Content-Type": "application/problem+json",
  });
  expect(JSON.parse(body)).toMatchObject({ title: "Method Not Allowed", errors: [{ field: "method" }] });
});

it.each(["/", "/{proxy+}"])("answers 404 at %s", async (resource) => {
  const { statusCode, headers, body } = await handler(apiEvent({ resource }), lambdaContext);
  expect(statusCode).toBe(404);
  expect(headers).toMatchObject({ "Access-Control-Allow-Origin": SITE_ORIGIN });
  expect(JSON.parse(body)).toMatchObject({ title: "Not Found", errors: [{ field: "path" }] });
});
