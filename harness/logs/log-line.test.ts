import { expect, test } from "vitest";
import { type LogLine, ofInvocations } from "./log-line.ts";

const line = (message: string, stream = "a"): LogLine => ({
  time: new Date(0),
  group: "/aws/lambda/send",
  stream,
  message,
});
const texts = (lines: LogLine[]) => lines.map(({ message }) => message);

test("an id brings the whole invocation that logged it, from START to REPORT", () => {
  const lines = [
    line("INIT_START Runtime Version"),
    line("START RequestId: 1 Version: $LATEST"),
    line("reminder-7 composed"),
    line("a stack trace without any id"),
    line("END RequestId: 1"),
    line("REPORT RequestId: 1\tDuration: 3 ms"),
    line("START RequestId: 2 Version: $LATEST"),
    line("reminder-8 composed"),
    line("REPORT RequestId: 2\tDuration: 3 ms"),
  ];
  expect(texts(ofInvocations(lines, ["reminder-7"]))).toEqual(texts(lines.slice(1, 6)));
});

test("invocations at the same time are distinguished by their streams", () => {
  const lines = [
    line("START RequestId: 1", "a"),
    line("START RequestId: 2", "b"),
    line("reminder-7", "b"),
    line("reminder-8", "a"),
    line("REPORT RequestId: 1", "a"),
    line("REPORT RequestId: 2", "b"),
  ];
  expect(texts(ofInvocations(lines, ["reminder-7"]))).toEqual([
    "START RequestId: 2",
    "reminder-7",
    "REPORT RequestId: 2",
  ]);
});

test("JSON logs have their platform events for START and REPORT", () => {
  const lines = [
    line('{"type":"platform.start","record":{"requestId":"1"}}'),
    line('{"level":"INFO","reminderId":"reminder-7"}'),
    line('{"type": "platform.report","record":{"requestId":"1"}}'),
    line('{"type":"platform.start","record":{"requestId":"2"}}'),
    line('{"level":"INFO"}'),
  ];
  expect(ofInvocations(lines, ["reminder-7"])).toHaveLength(3);
});

test("an invocation that runs has no REPORT yet", () => {
  const lines = [line("START RequestId: 1"), line("reminder-7")];
  expect(ofInvocations(lines, ["reminder-7"])).toHaveLength(2);
});

test("of logs without invocations only the lines with the id are returned", () => {
  const lines = [line("GET /reminder-7 200"), line("GET /reminder-8 200"), line("POST / 202 request-5")];
  expect(texts(ofInvocations(lines, ["reminder-7", "request-5"]))).toEqual([
    "GET /reminder-7 200",
    "POST / 202 request-5",
  ]);
});

test("an id that was not logged brings nothing", () => {
  expect(ofInvocations([line("START RequestId: 1"), line("REPORT RequestId: 1")], ["reminder-7"])).toEqual(
    [],
  );
});
