import { expect, test } from "vitest";
import { functionOf, invocationIn, levelOf, summaryOf } from "./level.ts";

test.each([
  ["START RequestId: 1 Version: $LATEST", "platform"],
  ['{"time":"t","type":"platform.report","record":{}}', "platform"],
  ['{"level":"ERROR","message":"x"}', "error"],
  ['{"severity":"warning"}', "warn"],
  ["2026-02-03T04:05:06Z\tid\tWARN\tcareful", "warn"],
  ["[DEBUG] x", "debug"],
  ["hello", "info"],
  ["2026 1 Task timed out after 3.00 seconds", "error"],
  ['{"errorType":"-","status":"200"}', "info"],
  ['{"errorType":"TypeError","errorMessage":"x"}', "error"],
] as const)("%s is %s", (message, level) => {
  expect(levelOf({ message })).toBe(level);
});

test("a line of JSON is shown by its message, an execution's event by its type and state", () => {
  expect(summaryOf('{"level":"INFO","message":"sent","id":"7","n":1}')).toEqual({
    text: "sent",
    rest: 'id="7" n=1',
  });
  expect(summaryOf('{"type":"TaskStateEntered","execution_arn":"arn:x","details":{"name":"Send"}}')).toEqual({
    text: "TaskStateEntered Send",
    rest: "arn:x",
  });
  for (const text of ["plain", "{broken", '{"a":1}']) expect(summaryOf(text)).toEqual({ text, rest: "" });
});

test("a line of Node.js's runtime is shown without what is beside it", () => {
  const text = `2026-02-03T04:05:06.007Z\t${ID}\tINFO\tsent to rex`;
  expect(summaryOf(text)).toEqual({ text: "sent to rex", rest: "" });
  const json = `2026-02-03T04:05:06.007Z\t${ID}\tINFO\t{"message":"sent","n":1}`;
  expect(summaryOf(json)).toEqual({ text: "sent", rest: "n=1" });
});

test("a log group of Lambda names its function", () => {
  expect([functionOf("/aws/lambda/f"), functionOf("/aws/apigateway/f")]).toEqual(["f", undefined]);
});

const ID = "b3fa4ad6-cf92-415d-925c-9992259a1848";

test.each([
  `START RequestId: ${ID} Version: $LATEST`,
  `2026-02-03T04:05:06.007Z\t${ID}\tERROR\tInvoke Error`,
  `{"level":"INFO","function_request_id":"${ID}"}`,
  `{"type":"platform.start","record":{"requestId": "${ID}"}}`,
])("%s leads to its invocation", (message) => {
  expect(invocationIn(message)).toBe(ID);
});

test("a line without an invocation leads nowhere", () => {
  expect(invocationIn(`order ${ID} is sent`)).toBeUndefined();
});
