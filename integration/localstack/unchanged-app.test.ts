/** Promise: an app is not synthesised again exactly as long as nothing that it is made of has changed. */
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormationClient, DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { clientConfig, type DeployOptions, deploy } from "localstack-harness";
import { expect } from "vitest";
import { test } from "../app.ts";
import { TestProject } from "../dev/project.ts";

const FILES: Record<string, string> = {
  "cdk.json": JSON.stringify({ app: "node app.ts", context: { colour: "red" } }),
  "package.json": JSON.stringify({ name: "unchanged", type: "module", private: true }),
  "node_modules/greeting/package.json": JSON.stringify({ version: "1.0.0", exports: "./index.js" }),
  "node_modules/greeting/index.js": 'module.exports = "Hello";',
  "pet.ts": 'export const pet: string = "Rex";',
  "function/handler.ts": 'import { sound } from "./sound.ts"; export const handler = () => sound;',
  "function/sound.ts": 'export const sound = "woof";',
  "assets/a.txt": "a",
  "app.ts": `
import { existsSync, readdirSync } from "node:fs";
import { Topic } from "aws-cdk-lib/aws-sns";
import { App, CfnOutput, Stack } from "aws-cdk-lib/core";
import { buildSync } from "esbuild";
import greeting from "greeting";
import { pet } from "./pet.ts";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
new Topic(stack, "Topic");
const { outputFiles } = buildSync({ entryPoints: ["function/handler.ts"], bundle: true, write: false, format: "esm" });
const made = {
  greeting,
  pet,
  colour: app.node.getContext("colour"),
  size: app.node.tryGetContext("size"),
  variable: process.env.UNCHANGED_VARIABLE,
  assets: readdirSync("assets").join(),
  code: outputFiles[0].text.includes("woof") ? "woof" : "meow",
  hasFlag: existsSync("flag"),
};
new CfnOutput(stack, "Made", { value: JSON.stringify(made) });
`,
};

type Made = Record<string, string | boolean>;

test("only what has changed is synthesised", { timeout: 540_000 }, async ({ endpoint, onTestFinished }) => {
  await using project = await TestProject.create(FILES);
  const { root } = project;
  const stack = `unchanged-${crypto.randomUUID().slice(0, 8)}`;
  const client = new CloudFormationClient(clientConfig(endpoint));
  const removeStack = () => client.send(new DeleteStackCommand({ StackName: stack }));
  onTestFinished(async () => {
    delete process.env.UNCHANGED_VARIABLE;
    await removeStack();
  });
  const steps: string[] = [];
  const onProgress = (step: string) => steps.push(step);
  const options: DeployOptions = { endpoint, root, context: { stack }, remember: true, onProgress };
  const deployed = async () => {
    const { synthesised, outputs } = await deploy(options);
    return { synthesised, made: JSON.parse(outputs.Made ?? "{}") as Made };
  };
  const record = async () => {
    const names = await readdir(join(root, ".localstack"));
    return join(root, ".localstack", names.find((name) => name.startsWith("deployed-")) ?? "");
  };

  const changes: [kind: string, change: () => unknown, made: Made][] = [
    ["first", () => {}, { pet: "Rex", greeting: "Hello", colour: "red", code: "woof", assets: "a.txt" }],
    ["a module of the app", () => project.edit("pet.ts", "Rex", "Tom"), { pet: "Tom" }],
    ["a function", () => project.edit("function/sound.ts", "woof", "meow"), { code: "meow" }],
    ["a new file in a folder", () => project.write("assets/b.txt", "b"), { assets: "a.txt,b.txt" }],
    ["a file that was missing", () => project.write("flag", ""), { hasFlag: true }],
    ["a context value", () => Object.assign(options, { context: { stack, size: "big" } }), { size: "big" }],
    ["a setting", () => project.edit("cdk.json", "red", "blue"), { colour: "blue" }],
    ["a variable", () => Object.assign(process.env, { UNCHANGED_VARIABLE: "x" }), { variable: "x" }],
    [
      "a package",
      () => project.edit("node_modules/greeting/index.js", "Hello", "Good day"),
      { greeting: "Good day" },
    ],
    ["a stack that is removed", removeStack, { greeting: "Good day" }],
    ["a damaged record", async () => writeFile(await record(), "{"), {}],
    ["a removed record", async () => rm(await record()), {}],
  ];
  for (const [kind, change, made] of changes) {
    await change();
    const first = await deployed();
    expect(first, kind).toMatchObject({ synthesised: true, made });
    expect(await deployed(), `${kind}, again`).toEqual({ ...first, synthesised: false });
  }
  expect(await readFile(await record(), "utf8")).not.toContain('"x"');

  // what the app starts may read anything
  await project.edit(
    "app.ts",
    "import { App,",
    'import { execFileSync } from "node:child_process";\nexecFileSync(process.execPath, ["--version"]);\nimport { App,',
  );
  for (const _ of [1, 2]) {
    steps.length = 0;
    expect(await deployed()).toMatchObject({ synthesised: true });
    expect(steps).toContainEqual(expect.stringMatching(/next start synthesises .*: it starts .*node$/));
  }
});
