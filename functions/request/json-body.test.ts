import { describe, expect, it } from "vitest";
import { apiEvent } from "../api/event.fixture.ts";
import type { HttpProblem } from "../api/problem.ts";
import { MAX_BODY_BYTES } from "../reminder.ts";
import { jsonBody } from "./json-body.ts";

const json = (body: string | null, headers: Record<string, string> = {}) =>
  apiEvent({ body, headers: { "content-type": "application/json", ...headers } });
const base64 = (bytes: Buffer) => ({ ...json(bytes.toString("base64")), isBase64Encoded: true });

function problemOf(event: Parameters<typeof jsonBody>[0]): HttpProblem {
  try {
    jsonBody(event);
  } catch (error) {
    return error as HttpProblem;
  }
  throw new Error("the body was taken");
}

describe("takes", () => {
  it.each([
    "application/json",
    "Application/JSON",
    "application/json; charset=UTF-8",
    'application/json;charset="utf-8"',
  ])("a JSON object of type %s", (type) =>
    expect(jsonBody(json('{"a":1}', { "content-type": type }))).toEqual({ a: 1 }),
  );

  it("a header under any name's case", () => {
    expect(jsonBody(apiEvent({ body: "{}", headers: { "CONTENT-Type": "application/json" } }))).toEqual({});
  });

  it("a body in base64, as API Gateway may send it", () => {
    expect(jsonBody(base64(Buffer.from('{"a":"é"}')))).toEqual({ a: "é" });
  });

  it(`${MAX_BODY_BYTES} bytes, and no more`, () => {
    const fits = `{"a":"${"é".repeat((MAX_BODY_BYTES - 8) / 2)}"}`;
    expect(Buffer.byteLength(fits)).toBe(MAX_BODY_BYTES);
    expect(jsonBody(json(fits))).toHaveProperty("a");
    expect(problemOf(json(`${fits} `)).status).toBe(413);
  });

  it("a name that objects have by themselves like any other", () => {
    expect(Object.keys(jsonBody(json('{"__proto__":{"a":1},"constructor":1}')))).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
});

describe("refuses with 413", () => {
  it.each([
    ["5 MB of text", json("x".repeat(5_000_000))],
    ["5 MB in base64", base64(Buffer.alloc(5_000_000, 0xff))],
    ["much of another type", json("x".repeat(MAX_BODY_BYTES + 1), { "content-type": "text/plain" })],
  ])("%s", (_, event) => expect(problemOf(event).status).toBe(413));
});

describe("refuses with 415, and names the header", () => {
  it.each([
    ["text/plain", {}],
    ["application/x-www-form-urlencoded", {}],
    ["", {}],
    ["application/jsonx", {}],
    ["application/problem+json", {}],
    ["application/vnd.api+json", {}],
    ["application/json; charset=iso-8859-1", {}],
  ])("the type %j", (type, headers) => {
    const problem = problemOf(json("{}", { "content-type": type, ...headers }));
    expect(problem.status).toBe(415);
    expect(problem.errors).toMatchObject([{ field: "Content-Type" }]);
  });

  it("a body without a type", () => {
    expect(problemOf(apiEvent({ body: "{}" })).status).toBe(415);
  });

  it("two types", () => {
    const types = { "Content-Type": ["application/json", "text/plain"] };
    expect(problemOf(apiEvent({ body: "{}", multiValueHeaders: types })).status).toBe(415);
  });

  it("a content coding", () => {
    const problem = problemOf(json("{}", { "content-encoding": "gzip" }));
    expect(problem.status).toBe(415);
    expect(problem.errors).toMatchObject([{ field: "Content-Encoding" }]);
  });
});

describe("refuses with 400", () => {
  it.each([
    ["no body", json(null)],
    ["an empty body", json("")],
    ["an empty body without a type", apiEvent({ body: null })],
    ["what is not JSON", json("waitSeconds=1")],
    ["NaN", json('{"waitSeconds":NaN}')],
    ["an array", json("[]")],
    ["null", json("null")],
    ["a text", json('"x"')],
    ["a number", json("1")],
    ["what is not UTF-8", base64(Buffer.from([0x7b, 0xff, 0x7d]))],
  ])("%s", (_, event) => {
    const problem = problemOf(event);
    expect(problem.status).toBe(400);
    expect(problem.errors).toEqual([{ field: "", detail: problem.message }]);
  });

  it("a name that is there twice, which it names", () => {
    const problem = problemOf(json('{"email":"a@example.com","email":"b@example.com"}'));
    expect(problem.status).toBe(400);
    expect(problem.errors).toMatchObject([{ field: "email" }]);
  });

  it("without repeating any of it", () => {
    const problem = problemOf(json('{"email": rex@example.com}'));
    expect(JSON.stringify(problem.toProblem())).not.toContain("rex");
  });
});
