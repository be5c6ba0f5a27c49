import { expect, test } from "vitest";
import { drivers } from "./rerun.ts";

const files = [
  { path: "buy.test.ts", from: 1_000, to: 2_000 },
  { path: "sell.test.ts", from: 1_900, to: 3_000 },
  { path: "never.test.ts", from: 0, to: 0 },
];
const invoked = (resource: string, time: number, operation = "Invoke") => ({
  service: "lambda",
  operation,
  resource,
  time,
});

test.each<[string, ReturnType<typeof invoked>, string[]]>([
  ["its name", invoked("buy", 1_500), ["buy.test.ts"]],
  [
    "its ARN",
    invoked("arn:aws:lambda:us-east-1:000000000000:function:buy", 1_950),
    ["buy.test.ts", "sell.test.ts"],
  ],
  ["another name", invoked("buy-later", 1_500), []],
  ["another operation", invoked("buy", 1_500, "GetFunction"), []],
  ["another time", invoked("buy", 4_000), []],
])("a file drives a function that was invoked by %s during its run", (_, call, expected) =>
  expect(drivers(files, [call], ["buy"])).toEqual(expected),
);
