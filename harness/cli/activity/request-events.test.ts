import { expect, test } from "vitest";
import type { RequestRow } from "../../console/shapes.ts";
import type { RecordedCall } from "../../control/call-record.ts";
import { RequestEvents } from "./request-events.ts";

const TRACE = "1-67891233-abcdef012345678912345678";
const INVOCATION = "0f8fad5b-d9cb-469f-a165-70867728950e";
const request = {
  time: 1_000,
  method: "POST",
  path: "/_aws/execute-api/shop/prod/orders",
  status: 202,
  durationMs: 34.6,
  requestId: "request-1",
  trace: TRACE,
} as RequestRow;
const call = (parts: Partial<RecordedCall>) => ({ trace: TRACE, error: null, ...parts }) as RecordedCall;
const line = (message: string) =>
  call({
    service: "logs",
    operation: "PutLogEvents",
    trace: null,
    request: {
      logGroupName: "/aws/lambda/shop-send",
      logStreamName: "s",
      logEvents: [{ timestamp: 2_000, message }],
    },
  });
const invocation = call({ service: "lambda", operation: "Invoke", requestId: INVOCATION });
const shown = (events: ReturnType<RequestEvents["next"]>) =>
  events.map(({ id, text, tone }) => [id, text, tone]);

test("a request has the id of the execution that it started", () => {
  const started = call({
    operation: "StartExecution",
    result: "arn:aws:states:us-east-1:000000000000:execution:machine:order-7",
  });
  expect(shown(new RequestEvents().next({ requests: [request], calls: [started] }))).toEqual([
    ["order-7", "POST /prod/orders 202, 35 ms", "plain"],
  ]);
});

test("a request that starts none has its own id, and an error of the server is bad", () => {
  const failed = { ...request, status: 502 };
  expect(shown(new RequestEvents().next({ requests: [failed], calls: [] }))).toEqual([
    ["request-1", "POST /prod/orders 502, 35 ms", "bad"],
  ]);
});

test("an error that a function logs has the id of its request", () => {
  const events = new RequestEvents();
  const error = line(`2026-01-01T00:00:00.000Z\t${INVOCATION}\tERROR\tno such order`);
  // the invocation has not ended yet
  expect(events.next({ requests: [], calls: [error] })).toEqual([]);
  expect(shown(events.next({ requests: [request], calls: [invocation] }))).toEqual([
    ["request-1", "POST /prod/orders 202, 35 ms", "plain"],
    ["request-1", "shop-send: no such order", "bad"],
  ]);
  expect(events.next({ requests: [], calls: [] })).toEqual([]);
});

test("a line of JSON shows its message", () => {
  const error = line(
    JSON.stringify({
      level: "ERROR",
      message: "not sent",
      requestId: INVOCATION,
      error: { message: "full" },
    }),
  );
  expect(shown(new RequestEvents().next({ requests: [], calls: [invocation, error] }))).toEqual([
    ["", "shop-send: not sent: full", "bad"],
  ]);
});

test("other lines are not shown", () => {
  expect(
    new RequestEvents().next({ requests: [], calls: [invocation, line(`INFO ${INVOCATION} sent`)] }),
  ).toEqual([]);
});
