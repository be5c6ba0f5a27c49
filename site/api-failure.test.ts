import { describe, expect, it } from "vitest";
import { ApiFailure, failureOf, failureSentence } from "./api-failure.ts";

const problem = (detail: string, errors: unknown = []) =>
  JSON.stringify({ type: "about:blank", title: "Bad Request", status: 400, detail, errors });

describe("failureOf", () => {
  it("takes problem details apart", () => {
    const errors = [{ field: "email", detail: "must be text" }];
    expect(failureOf(400, problem("the request is invalid", errors))).toMatchObject({
      name: "ApiFailure",
      kind: "refused",
      status: 400,
      detail: "the request is invalid",
      errors,
    });
  });

  it.each([["nonsense"], [[null, 1, { field: 1, detail: "x" }, { field: "a" }]]])(
    "leaves out what is not an error: %j",
    (errors) => {
      expect(failureOf(400, problem("no", errors)).errors).toEqual([]);
    },
  );

  it.each([
    [403, '{"message":"Forbidden"}', "refused", "The service refused this (403 Forbidden)."],
    [429, '{"message":"Too Many Requests"}', "refused", "The service has too much to do."],
    [409, problem("it has already ended"), "refused", "It has already ended."],
    [
      400,
      problem("invalid", [{ field: "message", detail: "must be text" }]),
      "refused",
      "The message must be text.",
    ],
    [
      409,
      problem("the reminder may already be on its way", [{ field: "id", detail: "is of a reminder" }]),
      "refused",
      "The reminder may already be on its way.",
    ],
    [502, '{"message":"Internal server error"}', "broken", "(502 Internal server error)."],
    [503, '{"detail":"come back later"}', "broken", "(503): Come back later."],
    [504, "<h1>Gateway timeout</h1>", "broken", "The service itself has a problem (504)."],
    [404, "<h1>Not found</h1>", "strange", "cannot be read (404)."],
    [400, "null", "strange", "cannot be read (400)."],
    [500, "[]", "broken", "The service itself has a problem (500)."],
    [301, "{}", "strange", "cannot be read (301)."],
    [418, '{"message":7,"detail":" "}', "refused", "The service refused this (418)."],
  ])("%i %s", (status, body, kind, sentence) => {
    const failure = failureOf(status, body);
    expect(failure.kind).toBe(kind);
    expect(failureSentence(failure)).toContain(sentence);
  });
});

it.each([
  ["offline", "You seem to be offline."],
  ["timeout", "The service has not answered in time."],
  ["unreachable", "The service cannot be reached."],
] as const)("says when there is no answer: %s", (kind, sentence) => {
  expect(failureSentence(new ApiFailure(kind))).toBe(sentence);
});
