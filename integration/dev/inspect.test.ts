import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import getPort from "get-port";
import { clientConfig } from "localstack-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Debugger } from "./debugger.ts";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

/** Milliseconds for which the debugger stops the function, whose time-out is 10 s. */
const STOPPED_MS = Number(process.env.STOPPED_MS ?? 13_000);

let project: TestProject;
let dev: DevRun;
let lambda: LambdaClient;
let port: number;

beforeAll(async () => {
  project = await TestProject.create({
    ...SHOP,
    "functions/bundled/handler.ts": `import { greeting } from "./greeting.ts";

export const handler = async (event: { name: string }): Promise<{ says: string }> => {
  const { name } = event;
  const text: string = greeting + " " + name;
  const longer = text + "!";
  return { says: longer };
};
`,
  });
  dev = await DevRun.start(project.root, await getPort(), { args: ["--inspect", "bundled"] });
  lambda = new LambdaClient(clientConfig(dev.endpoint));
  port = Number((await dev.says(/shop-bundled at 127\.0\.0\.1:(\d+)/))[1]);
});

afterAll(async () => {
  await dev?.[Symbol.asyncDispose]();
  await project?.[Symbol.asyncDispose]();
});

async function invoke(name: string): Promise<unknown> {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: "shop-bundled", Payload: JSON.stringify({ name }) }),
  );
  return JSON.parse(Payload?.transformToString() ?? "{}");
}

test("a breakpoint in TypeScript is hit, and time limits are suspended while the function is stopped", async () => {
  await using debug = await Debugger.attach(port);
  await debug.breakAt("functions/bundled/handler.ts", "const text");
  const answer = invoke("Rex");
  const stop = await debug.stopped();
  expect(await debug.lineOf(stop)).toContain("const text");
  expect(await debug.evaluate(stop, "name")).toBe("Rex");
  const next = await debug.stepOver();
  expect(await debug.lineOf(next)).toContain("const longer");
  expect(await debug.evaluate(next, "text")).toBe("one Rex");
  await new Promise((later) => setTimeout(later, STOPPED_MS));
  await debug.resume();
  expect(await answer).toEqual({ says: "one Rex!" });
});

test("the port stays the same when the code changes, and breakpoints are hit again", async () => {
  await using before = await Debugger.attach(port);
  await project.write("functions/bundled/greeting.ts", `export const greeting: string = "two";\n`);
  await before.ended;
  await using debug = await Debugger.attach(port);
  await debug.breakAt("functions/bundled/handler.ts", "const longer");
  const answer = invoke("Rex");
  const stop = await debug.stopped();
  expect(await debug.evaluate(stop, "text")).toBe("two Rex");
  await debug.resume();
  expect(await answer).toEqual({ says: "two Rex!" });
});

test("no web page reaches the inspector", async () => {
  for (const headers of [{ origin: "http://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`, { headers });
    expect(response.status).toBe(403);
  }
});
