/** Promise: what only the stacks bring to LocalStack follows the files that it shares with functions. */
import { isDeepStrictEqual } from "node:util";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import getPort from "get-port";
import { clientConfig, poll } from "localstack-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { TestProject } from "./project.ts";

const bundling = (name: string) => `
import { common } from "../lib/common.js";
export const handler = async () => ({ name: "${name}", common, debug: process.env.DEBUG_BUILD });
`;

const APP = `
import { App, NestedStack, Stack } from "aws-cdk-lib/core";
import { Code, Function as LambdaFunction, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";

const stack = new Stack(new App(), "Shared");
const runtime = Runtime.NODEJS_22_X;
new NodejsFunction(stack, "Bundled", {
  functionName: "shared-bundled",
  entry: "functions/bundled.ts",
  runtime,
  bundling: { define: { "process.env.DEBUG_BUILD": "true" } },
});
new NodejsFunction(new NestedStack(stack, "Nested"), "Inner", {
  functionName: "shared-nested",
  entry: "functions/nested.ts",
  runtime,
});
new NodejsFunction(stack, "Hooked", {
  functionName: "shared-hooked",
  entry: "functions/hooked.ts",
  runtime,
  bundling: {
    commandHooks: {
      beforeBundling: (input) => [\`cd '\${input}' && cp lib/common.js functions/generated.js\`],
      beforeInstall: () => [],
      afterBundling: () => [],
    },
  },
});
const layer = new LayerVersion(stack, "Layer", { code: Code.fromAsset("lib") });
new LambdaFunction(stack, "Plain", {
  functionName: "shared-plain",
  code: Code.fromAsset("functions/plain"),
  handler: "index.handler",
  runtime,
  layers: [layer, new LayerVersion(stack, "Modules", { code: Code.fromAsset("modules") })],
});
`;

let project: TestProject;
let dev: DevRun;
let lambda: LambdaClient;

beforeAll(async () => {
  project = await TestProject.create({
    "cdk.json": JSON.stringify({ app: "node app.ts" }),
    "package.json": JSON.stringify({ name: "shared", type: "module", private: true }),
    "package-lock.json": "{}",
    "app.ts": APP,
    "lib/common.js": `export const common = "one";\n`,
    "functions/bundled.ts": bundling("bundled"),
    "functions/nested.ts": bundling("nested"),
    "functions/hooked.ts": bundling("hooked").replace("../lib/common.js", "./generated.js"),
    "functions/plain/package.json": JSON.stringify({ type: "commonjs" }),
    "functions/plain/index.js": `
const { own } = require("own");
exports.handler = async () => ({ name: "plain", own, ...(await import("/opt/common.js")) });
`,
    "modules/nodejs/node_modules/own/index.js": `exports.own = "one";\n`,
  });
  dev = await DevRun.start(project.root, await getPort());
  lambda = new LambdaClient(clientConfig(dev.endpoint));
});

afterAll(async () => {
  await dev?.[Symbol.asyncDispose]();
  await project?.[Symbol.asyncDispose]();
});

async function invoke(FunctionName: string): Promise<Record<string, unknown>> {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName }));
  return JSON.parse(Payload?.transformToString() ?? "{}");
}

const answers = (awaiting: string, look: () => Promise<unknown>, expected: unknown) =>
  poll({ awaiting, within: 120_000 }, async () => {
    const answer = await look();
    return isDeepStrictEqual(answer, expected) ? { done: true } : { seen: JSON.stringify(answer) };
  });

test("a module that is written in a layer is watched", async () => {
  const own = async () => (await invoke("shared-plain")).own;
  expect(await own()).toBe("one");
  await project.edit("modules/nodejs/node_modules/own/index.js", `"one"`, `"two"`);
  await answers("the module of the layer", own, "two");
});

test("a function whose bundle has values that look like booleans is live", async () => {
  const bundled = () => invoke("shared-bundled");
  expect(await bundled()).toMatchObject({ name: "bundled", debug: true });
  await project.edit("functions/bundled.ts", `"bundled"`, `"again"`);
  await answers("the edit", bundled, { name: "again", common: "one", debug: true });
});

test("a file that functions, a layer, a nested stack and a command hook share reaches all of them", async () => {
  const names = ["bundled", "nested", "hooked", "plain"];
  const commons = async () => {
    const found = await Promise.all(names.map((name) => invoke(`shared-${name}`)));
    return found.map(({ common }) => common);
  };
  expect(await commons()).toEqual(["one", "one", "one", "one"]);
  await project.edit("lib/common.js", `"one"`, `"two"`);
  await answers("the shared file everywhere", commons, ["two", "two", "two", "two"]);
});
