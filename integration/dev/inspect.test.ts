import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import getPort from "get-port";
import { clientConfig, deployedProject, loadProject, poll } from "localstack-harness";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Debugger } from "./debugger.ts";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

/** Milliseconds for which the debugger stops the function. Its time-out, that of the task and that of the API are 10 s. */
const STOPPED_MS = Number(process.env.STOPPED_MS ?? 13_000);
/** What the app has more than {@link SHOP}. */
const CALLERS = `
import { LambdaIntegration, RestApi } from "aws-cdk-lib/aws-apigateway";
import { StateMachine as Caller, TaskInput, Timeout } from "aws-cdk-lib/aws-stepfunctions";
import { LambdaInvoke } from "aws-cdk-lib/aws-stepfunctions-tasks";

const limit = Duration.seconds(10);
const api = new RestApi(stack, "Api");
api.root.addMethod("GET", new LambdaIntegration(bundled, { timeout: limit }));
new CfnOutput(stack, "Url", { value: api.url });
const task = new LambdaInvoke(stack, "Call", {
  lambdaFunction: bundled,
  payload: TaskInput.fromObject({ name: "Rex" }),
  payloadResponseOnly: true,
  taskTimeout: Timeout.duration(limit),
});
const caller = new Caller(stack, "Caller", { definitionBody: DefinitionBody.fromChainable(task) });
new CfnOutput(stack, "CallerArn", { value: caller.stateMachineArn });
`;

let project: TestProject;
let dev: DevRun;
let lambda: LambdaClient;
let port: number;

beforeAll(async () => {
  project = await TestProject.create({
    ...SHOP,
    "app.ts": `${SHOP["app.ts"]}${CALLERS}`,
    "functions/bundled/handler.ts": `import { greeting } from "./greeting.ts";

interface Event {
  name?: string;
  queryStringParameters?: { name: string };
}

export const handler = async (event: Event) => {
  const name = event.name ?? event.queryStringParameters?.name;
  const text: string = greeting + " " + name;
  const longer = text + "!";
  return event.name ? { says: longer } : { statusCode: 200, body: longer };
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

async function invoke(): Promise<unknown> {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: "shop-bundled", Payload: JSON.stringify({ name: "Rex" }) }),
  );
  return JSON.parse(Payload?.transformToString() ?? "{}").says;
}

const outputs = async () => (await deployedProject(await loadProject(project.root), dev.endpoint)).outputs;

async function request(): Promise<unknown> {
  const { Url } = await outputs();
  return (await fetch(`${Url}?name=Rex`)).text();
}

async function execute(): Promise<unknown> {
  const { CallerArn: stateMachineArn } = await outputs();
  const sfn = new SFNClient(clientConfig(dev.endpoint));
  const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
  return poll({ awaiting: "the end of the execution", within: STOPPED_MS + 30_000 }, async () => {
    const { status, output, error } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status === "RUNNING") return { seen: status };
    return { done: status === "SUCCEEDED" ? JSON.parse(output ?? "{}").says : `${status} ${error}` };
  });
}

test.each([
  ["an invocation", invoke],
  ["a request to an API", request],
  ["a task of a state machine", execute],
])(
  "a breakpoint in TypeScript is hit, and %s has no time-out while the function is stopped",
  async (_, call) => {
    await using debug = await Debugger.attach(port);
    await debug.breakAt("functions/bundled/handler.ts", "const text");
    const answer = call();
    const stop = await debug.stopped();
    expect(await debug.lineOf(stop)).toContain("const text");
    expect(await debug.evaluate(stop, "name")).toBe("Rex");
    const next = await debug.stepOver();
    expect(await debug.lineOf(next)).toContain("const longer");
    expect(await debug.evaluate(next, "text")).toBe("one Rex");
    await new Promise((later) => setTimeout(later, STOPPED_MS));
    await debug.resume();
    expect(await answer).toEqual("one Rex!");
  },
);

test("the port stays the same when the code changes, and breakpoints are hit again", async () => {
  await using before = await Debugger.attach(port);
  await project.write("functions/bundled/greeting.ts", `export const greeting: string = "two";\n`);
  await before.ended;
  await using debug = await Debugger.attach(port);
  await debug.breakAt("functions/bundled/handler.ts", "const longer");
  const answer = invoke();
  const stop = await debug.stopped();
  expect(await debug.evaluate(stop, "text")).toBe("two Rex");
  await debug.resume();
  expect(await answer).toEqual("two Rex!");
});

test("no web page reaches the inspector", async () => {
  for (const headers of [{ origin: "http://evil.example" }, { "sec-fetch-site": "cross-site" }]) {
    const response = await fetch(`http://127.0.0.1:${port}/json/list`, { headers });
    expect(response.status).toBe(403);
  }
});
