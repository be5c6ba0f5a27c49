import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { addressLines } from "./addresses.ts";

const plain = new PassThrough();
const endpoint = "http://localhost:4566";
const outputs = {
  SiteUrl: "http://site.localhost:4566",
  Bucket: "site",
  ApiUrl: "http://localhost:4566/api",
};

test("without a choice all outputs that are addresses are printed, and the inbox", () => {
  expect(addressLines({ outputs, endpoint }, {}, { stream: plain }).split("\n")).toEqual([
    "  SiteUrl  http://site.localhost:4566",
    "  ApiUrl   http://localhost:4566/api",
    expect.stringMatching(/^ {2}Inbox {4}http:\/\/localhost:4566\/_aws\/ses {2}\(.*inbox\)$/),
  ]);
});

test("a project chooses which, and what they are called", () => {
  const lines = addressLines(
    { outputs, endpoint },
    { addresses: { API: "ApiUrl" } },
    { console: "http://127.0.0.1:5566/x", stream: plain },
  );
  expect(lines.split("\n").filter((line) => !line.includes("Inbox"))).toEqual([
    "  API      http://localhost:4566/api",
    "  Console  http://127.0.0.1:5566/x",
  ]);
});
