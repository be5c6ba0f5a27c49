import { expect, it } from "vitest";
import { leaksIn, logLeakError } from "./log-leaks.ts";
import type { LogLine } from "./log-line.ts";

const time = new Date("2030-01-01T00:00:00Z");
const line = (message: string): LogLine => ({ time, group: "/aws/lambda/send", stream: "s", message });
const leaks = (message: string, ...texts: string[]) => leaksIn([line("sent"), line(message)], texts);
const WHERE = "/aws/lambda/send, 2030-01-01T00:00:00.000Z: ";

it.each([
  ["no: rex.tom+cat@mail.example is not verified", "an e-mail address"],
  ["AKIAABCDEFGHIJKLMNOP", "an access key"],
  ["LSIAQAAAAAAVNCBMPNSG", "an access key"],
  ['{"SecretAccessKey": "x"}', "a secret"],
  ["AWS_SESSION_TOKEN=x", "a secret"],
])("finds in %j %s", (message, what) => {
  expect(leaks(message)).toEqual([WHERE + what]);
});

it("finds a user's input, as text and within JSON", () => {
  const input = 'Brush "Rex"\n\u00fc';
  const found = `${WHERE}a user's input (13 characters)`;
  expect(leaks(`could not send: ${input}`, input)).toEqual([found]);
  expect(leaks(JSON.stringify({ message: input }), input, input)).toEqual([`${found} in message`]);
  const cause = JSON.stringify({ errorMessage: `no such key: ${input}` });
  expect(leaks(JSON.stringify({ details: { cause, error: "E" } }), input)).toEqual([`${found} in cause`]);
  // Python's json escapes what is not ASCII
  const ascii = JSON.stringify({ cause }).replaceAll("\u00fc", "\\u00fc");
  expect(leaks(ascii, input)).toEqual([`${found} in cause`]);
});

it.each([
  "START RequestId: 8f0fad5b-d9cb-469f-a165-70867728950e Version: $LATEST",
  '{"level":"INFO","function_arn":"arn:aws:lambda:us-east-1:000000000000:function:Send","reminderId":"a"}',
  "Rex",
])("finds nothing in %j", (message) => {
  expect(leaks(message, "Rex", "Brush Rex")).toEqual([]);
});

it("does not repeat in its message what must stay private", () => {
  const error = logLeakError(leaks("to rex@mail.example", "rex@mail.example"));
  expect(error.message).toContain("/aws/lambda/send");
  expect(error.message).not.toContain("rex@");
});
