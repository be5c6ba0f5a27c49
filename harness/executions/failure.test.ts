import { describe, expect, test } from "vitest";
import { errorOutput, failureOfFailState, failureText, parseJson } from "./failure.ts";

describe("the error output of a Catch", () => {
  const failure = { Error: "Asleep", Cause: "no cuddle" };
  test.each([
    ["in place of the input", failure, { a: 1 }],
    ["at a ResultPath", { a: 1, info: { failure } }, { a: 1 }],
    [
      "beside one of an earlier Catch",
      { before: { Error: "Old", Cause: "" }, failure },
      { before: { Error: "Old", Cause: "" } },
    ],
    ["in a list", [failure], []],
  ])("is found %s", (_, output, input) => {
    expect(errorOutput(output, input)).toEqual({ error: "Asleep", cause: "no cuddle" });
  });

  test.each([
    ["discarded", { a: 1 }, { a: 1 }],
    ["the same as in the input", { failure }, { failure }],
    ["one of two", [failure, { Error: "Other", Cause: "" }], {}],
    ["not an error", { Error: 42, Cause: "" }, {}],
    ["not an object", "Error", {}],
  ])("is not found where it is %s", (_, output, input) => {
    expect(errorOutput(output, input)).toBeUndefined();
  });
});

describe("the failure of a Fail state", () => {
  test.each([
    [
      { Error: "Asleep", Cause: "no cuddle" },
      { error: "Asleep", cause: "no cuddle" },
    ],
    [
      { ErrorPath: "$.error", CausePath: "$.more.cause" },
      { error: "Hungry", cause: "no food" },
    ],
    [{ ErrorPath: "$.nowhere.at.all" }, { error: "", cause: "" }],
    [{ CausePath: "States.Format('{}', $.error)" }, { error: "", cause: "" }],
    [{ Error: "{% $states.input.error %}" }, { error: "", cause: "" }],
    [undefined, { error: "", cause: "" }],
  ])("of %o is %o", (definition, failure) => {
    const input = { error: "Hungry", more: { cause: "no food" } };
    expect(failureOfFailState(definition && { Type: "Fail", ...definition }, input)).toEqual(failure);
  });
});

test("a failure reads with its name and cause, where it has them", () => {
  expect(failureText({ error: "Throttling", cause: "rate exceeded" })).toBe("Throttling: rate exceeded");
  expect(failureText({ error: "", cause: "" })).toBe("no error name");
});

test("text that is not JSON stays text", () => {
  expect(parseJson('{"a":1}')).toEqual({ a: 1 });
  expect(parseJson('{"cut')).toBe('{"cut');
  expect(parseJson(undefined)).toBeUndefined();
});
