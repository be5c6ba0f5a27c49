import { expect, test } from "vitest";
import { asTree, type LooseSpan } from "./trace-tree.ts";

const span = (
  kind: LooseSpan["kind"],
  title: string,
  from: number,
  to: number,
  more: Partial<LooseSpan> = {},
) => ({
  kind,
  title,
  detail: "",
  from,
  to,
  tone: "plain" as const,
  link: [],
  ...more,
});
const states = { principal: "states", session: "session-1" };

const SPANS: LooseSpan[] = [
  span("request", "POST /orders", 0, 50),
  span("invocation", "Web", 2, 48, { of: "Web", operation: "Invoke", principal: "apigateway" }),
  span("call", "StartExecution", 10, 12, {
    session: "Web",
    operation: "StartExecution",
    starts: "arn:order",
  }),
  span("call", "PutEvents", 20, 22, { session: "Web", operation: "PutEvents" }),
  span("execution", "Order", 11, 400, { of: "arn:order" }),
  span("state", "Both", 12, 300, { of: "arn:order", isContainer: true }),
  span("state", "Charge", 13, 290, {
    of: "arn:order",
    calls: '{"Resource":"arn:aws:lambda:us-east-1:000000000000:function:Charge"}',
  }),
  span("state", "Store", 13, 100, {
    of: "arn:order",
    calls: '{"Resource":"arn:aws:states:::dynamodb:putItem"}',
  }),
  span("invocation", "Charge", 15, 280, { of: "Charge", operation: "Invoke", ...states }),
  span("call", "PutItem", 40, 41, { operation: "PutItem", ...states }),
  span("state", "Done", 300, 400, { of: "arn:order", calls: '{"Type":"Pass"}' }),
  span("invocation", "Worker", 30, 60, { of: "Worker", operation: "Invoke", principal: "events" }),
  span("call", "ReceiveMessage", 500, 501, { operation: "ReceiveMessage", principal: "lambda" }),
];

test("each span follows what caused it", () => {
  expect(asTree(SPANS.toReversed()).map(({ title, depth }) => `${"  ".repeat(depth)}${title}`)).toEqual([
    "POST /orders",
    "  Web",
    "    StartExecution",
    "      Order",
    "        Both",
    "          Charge",
    "            Charge",
    "          Store",
    "            PutItem",
    "        Done",
    "    PutEvents",
    "      Worker",
    "ReceiveMessage",
  ]);
});

test("a call is of the invocation that ran at its time", () => {
  const tree = asTree([
    span("invocation", "first", 0, 10, { of: "Web" }),
    span("invocation", "second", 20, 30, { of: "Web" }),
    span("call", "late", 25, 26, { session: "Web" }),
  ]);
  expect(tree.map(({ title, depth }) => [title, depth])).toEqual([
    ["first", 0],
    ["second", 0],
    ["late", 1],
  ]);
});

test("an execution that began by rounding before its call, and states of one millisecond, stay in their place", () => {
  const tree = asTree([
    span("execution", "Order", 10, 90, { of: "arn:order" }),
    span("state", "Timer", 20, 20, { of: "arn:order" }),
    span("state", "Send", 20, 90, { of: "arn:order" }),
    span("call", "StartExecution", 10.4, 12, { operation: "StartExecution", starts: "arn:order" }),
  ]);
  expect(tree.map(({ title, depth }) => [title, depth])).toEqual([
    ["StartExecution", 0],
    ["Order", 1],
    ["Timer", 2],
    ["Send", 2],
  ]);
});
