import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { addressLines, typed } from "./addresses.ts";

test.each([
  ["http://localhost:4566", "npm run inbox"],
  ["http://localhost:4570", "npm run inbox -- --port 4570"],
  ["http://127.0.0.1:4566", "npm run inbox -- --endpoint http://127.0.0.1:4566"],
])("at %s one types %s", (endpoint, command) => expect(typed("inbox", endpoint)).toBe(command));

test("addresses stand by themselves, so that a terminal lets one click them", () => {
  const app = { siteUrl: "http://site.localhost:4566", apiUrl: "http://localhost:4566/api/prod" };
  const lines = addressLines(
    { ...app, siteBucket: "", stateMachineArn: "", storageBucket: "", sender: "" },
    "http://localhost:4566",
    new PassThrough(),
  ).split("\n");
  expect(lines).toEqual([
    "  Site   http://site.localhost:4566",
    "  API    http://localhost:4566/api/prod",
    "  Inbox  http://localhost:4566/_aws/ses  (npm run inbox)",
  ]);
});
