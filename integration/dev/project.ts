import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** Below the repository, so that packages are found; Git ignores the folder. */
const PROJECTS = resolve(import.meta.dirname, "../../.localstack/projects");

/** A CDK project for one suite, with files that may be edited; `await using` removes it. */
export class TestProject implements AsyncDisposable {
  readonly root: string;

  static async create(files: Record<string, string>): Promise<TestProject> {
    await mkdir(PROJECTS, { recursive: true });
    const project = new TestProject(await mkdtemp(join(PROJECTS, "app-")));
    for (const [path, text] of Object.entries(files)) await project.write(path, text);
    return project;
  }

  private constructor(root: string) {
    this.root = root;
  }

  async write(path: string, text: string): Promise<void> {
    const file = join(this.root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }

  /** Replaces a text, which must be there, in a file. */
  async edit(path: string, from: string, to: string): Promise<void> {
    const text = await readFile(join(this.root, path), "utf8");
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    await this.write(path, text.replace(from, to));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.root, { recursive: true, force: true });
  }
}

/** Functions of three kinds, a state machine, and an output. */
export const SHOP: Record<string, string> = {
  "cdk.json": JSON.stringify({ app: "node app.ts" }),
  "package.json": JSON.stringify({ name: "shop", type: "module", private: true }),
  "package-lock.json": "{}",
  "app.ts": `
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib/core";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { DefinitionBody, Pass, Result, StateMachine } from "aws-cdk-lib/aws-stepfunctions";

const stack = new Stack(new App(), "Shop");
const bundled = new NodejsFunction(stack, "Bundled", {
  functionName: "shop-bundled",
  entry: "functions/bundled/handler.ts",
  runtime: Runtime.NODEJS_22_X,
  timeout: Duration.seconds(10),
  environment: { COLOUR: "red" },
});
new LambdaFunction(stack, "Plain", {
  functionName: "shop-plain",
  code: Code.fromAsset("functions/plain"),
  handler: "index.handler",
  runtime: Runtime.NODEJS_22_X,
  timeout: Duration.seconds(10),
});
new LambdaFunction(stack, "Snake", {
  functionName: "shop-snake",
  code: Code.fromAsset("functions/snake"),
  handler: "main.handler",
  runtime: Runtime.PYTHON_3_13,
  timeout: Duration.seconds(10),
});
new StateMachine(stack, "Machine", {
  stateMachineName: "shop-machine",
  definitionBody: DefinitionBody.fromChainable(
    new Pass(stack, "First", { result: Result.fromString("one") }),
  ),
});
new CfnOutput(stack, "FunctionName", { value: bundled.functionName });
`,
  "functions/bundled/handler.ts": `
import { greeting } from "./greeting.ts";
export const handler = async () => ({ says: greeting, colour: process.env.COLOUR });
`,
  "functions/bundled/greeting.ts": `export const greeting: string = "one";\n`,
  "functions/plain/index.js": `
exports.handler = async ({ wait = 0 }) => {
  await new Promise((resolve) => setTimeout(resolve, wait));
  return { says: "one" };
};
`,
  "functions/plain/lib/unused/deep.js": "exports.unused = 1;\n",
  "functions/plain/lib/other.js": "exports.other = 1;\n",
  "functions/snake/main.py": `
def handler(event, context):
    return {"says": "one"}
`,
};
