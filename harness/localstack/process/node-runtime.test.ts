import { expect, test } from "vitest";
import { functionsNode, NodeVersionError } from "./node-runtime.ts";

test("functions run on this Node.js, when it is that of the Lambda runtime", async () => {
  expect(await functionsNode("/any/node", "v24.1.2")).toBe("/any/node");
});

test("else on the one that npm installed", async () => {
  expect(await functionsNode("/old/node", "v20.1.2")).toMatch(/node_modules\/.*node$/);
});

test("the error says what is there and what to do", () => {
  expect(new NodeVersionError("v20.1.2").message).toMatch(/Node\.js 24, but this is v20\.1\.2: run npm ci/);
});
