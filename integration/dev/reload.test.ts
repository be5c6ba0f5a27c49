import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { execa } from "execa";
import getPort from "get-port";
import { clientConfig, poll } from "localstack-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

const MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:shop-machine";
const FUNCTIONS = ["shop-bundled", "shop-plain", "shop-snake"];

let project: TestProject;
let dev: DevRun;
let lambda: LambdaClient;
let sfn: SFNClient;

beforeAll(async () => {
  project = await TestProject.create(SHOP);
  dev = await DevRun.start(project.root, await getPort());
  lambda = new LambdaClient(clientConfig(dev.endpoint));
  sfn = new SFNClient(clientConfig(dev.endpoint));
});

afterAll(async () => {
  await dev?.[Symbol.asyncDispose]();
  await project?.[Symbol.asyncDispose]();
});

async function invoke(name: string, event: object = {}): Promise<Record<string, unknown>> {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  );
  return JSON.parse(Payload?.transformToString() ?? "{}");
}

const answers = (name: string, expected: object) =>
  poll({ awaiting: `${name} to answer ${JSON.stringify(expected)}`, within: 120_000 }, async () => {
    const answer = await invoke(name);
    const isExpected = Object.entries(expected).every(([key, value]) => answer[key] === value);
    return isExpected ? { done: answer } : { seen: JSON.stringify(answer) };
  });

const hashes = () =>
  Promise.all(
    FUNCTIONS.map(async (FunctionName) => {
      const { CodeSha256, Environment } = await lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName }),
      );
      return { FunctionName, CodeSha256, variables: Environment?.Variables };
    }),
  );

test.each([
  ["shop-bundled", "functions/bundled/greeting.ts", `"one"`, `"two"`],
  ["shop-plain", "functions/plain/index.js", `says: "one"`, `says: "two"`],
  ["shop-snake", "functions/snake/main.py", `"says": "one"`, `"says": "two"`],
])("an edit of %s is live", async (name, file, from, to) => {
  expect(await invoke(name)).toMatchObject({ says: "one" });
  const mark = dev.output.length;
  await project.edit(file, from, to);
  await answers(name, { says: "two" });
  await dev.says(new RegExp(`${file}.*new code of ${name}.* \\d+ ms`), 60_000, mark);
  expect(dev.updatesSince(mark)).toHaveLength(1);
});

test("an invocation that runs ends on the code that it began with", async () => {
  const running = invoke("shop-plain", { wait: 4_000 });
  await project.edit("functions/plain/index.js", `says: "two"`, `says: "three"`);
  await answers("shop-plain", { says: "three" });
  expect(await running).toMatchObject({ says: "two" });
});

test("a changed state machine is updated, and nothing else", async () => {
  const before = await hashes();
  const mark = dev.output.length;
  await project.edit("app.ts", `Result.fromString("one")`, `Result.fromString("two")`);
  await dev.says(/app\.ts: +Shop: definition of Machine\w+ .* \d+ ms/, 60_000, mark);
  const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: MACHINE }));
  expect(JSON.parse(definition ?? "")).toMatchObject({ States: { First: { Result: "two" } } });
  expect(await hashes()).toEqual(before);
});

test("a changed variable is updated", async () => {
  const mark = dev.output.length;
  await project.edit("app.ts", `COLOUR: "red"`, `COLOUR: "blue"`);
  await dev.says(/app\.ts: +Shop: environment of Bundled\w+ .* \d+ ms/, 60_000, mark);
  expect(await invoke("shop-bundled")).toMatchObject({ colour: "blue", says: "two" });
});

test("a build that fails is reported once, and the last good version goes on", async () => {
  const mark = dev.output.length;
  await project.write("functions/bundled/greeting.ts", "export const greeting = (;\n");
  await dev.says(/greeting\.ts:1:\d+: Unexpected/, 60_000, mark);
  await project.write("functions/bundled/greeting.ts", "export const greeting = (; \n");
  await project.edit("functions/snake/main.py", `"two"`, `"three"`);
  await answers("shop-snake", { says: "three" });
  expect(await invoke("shop-bundled")).toMatchObject({ says: "two" });
  expect(dev.output.slice(mark).match(/Unexpected/g)).toHaveLength(1);
  await project.write("functions/bundled/greeting.ts", `export const greeting = "four";\n`);
  await answers("shop-bundled", { says: "four" });
});

test("ten saves in a second make one update", async () => {
  const mark = dev.output.length;
  for (let save = 0; save < 10; save++) {
    await project.write("functions/bundled/greeting.ts", `export const greeting = "save ${save}";\n`);
    // as fast as a user can save
    await new Promise((next) => setTimeout(next, 50));
  }
  await answers("shop-bundled", { says: "save 9" });
  await dev.says(/new code of shop-bundled/, 60_000, mark);
  expect(dev.updatesSince(mark)).toHaveLength(1);
});

test("a file that is new is found", async () => {
  await project.write("functions/plain/extra.js", `exports.says = "extra";\n`);
  await project.edit("functions/plain/index.js", `says: "three"`, `says: require("./extra.js").says`);
  await answers("shop-plain", { says: "extra" });
});

test("a file with any name in the folder of a function is deployed with it", async () => {
  const mark = dev.output.length;
  await project.write("functions/plain/notes.md", "Rex\n");
  await dev.says(/notes\.md: +Shop: code of Plain\w+ .* \d+ ms/, 60_000, mark);
  await project.write("functions/plain/.settings", "Rex\n");
  await dev.says(/\.settings.*: +Shop: code of Plain\w+ .* \d+ ms/, 60_000, mark);
});

test("a file of a function that is deleted is left out, and later edits are live", async () => {
  const mark = dev.output.length;
  await rm(join(project.root, "functions/plain/lib/unused/deep.js"));
  await dev.says(/deep\.js: +Shop: code of Plain\w+ .* \d+ ms/, 60_000, mark);
  await project.write("functions/plain/extra.js", `exports.says = "still";\n`);
  await answers("shop-plain", { says: "still" });
  expect(dev.output.slice(mark)).not.toContain("ENOENT");
  await project.write("functions/plain/extra.js", `exports.says = "extra";\n`);
  await answers("shop-plain", { says: "extra" });
});

test("what runs is what a deployment of the same files makes", async () => {
  await project.edit("functions/plain/lib/other.js", "= 1", "= 2");
  await poll({ awaiting: "the update", within: 120_000 }, async () =>
    /other\.js.*new code of shop-plain/.test(dev.output) ? { done: true } : { seen: dev.output.slice(-500) },
  );
  const live = await hashes();
  const command = resolve(import.meta.dirname, "../../harness/cli/bin.mjs");
  const { stdout } = await execa(process.execPath, [command, "deploy", "--port", String(dev.port)], {
    cwd: project.root,
  });
  // functions whose code was replaced are deployed again, with what they have
  expect(stdout).not.toContain("unchanged");
  expect(await hashes()).toEqual(live);
  expect(await invoke("shop-plain")).toMatchObject({ says: "extra" });
});
