/** What the files of an edited project are made of. */
export interface AppState {
  greeting: string;
  /** What an installed package exports. */
  installed: string;
  plain: string;
  snake: string;
  page: string;
  /** The result of the state machine's only state. */
  result: string;
  colour: string;
  /** A value of the context in `harness.config.ts`, and one in `cdk.json`. */
  mood: string;
  shade: string;
  output: string;
  /** How many queues the stack has. */
  queues: number;
  /** The number in the name of a function. */
  renamed: number;
  hasFileOfPlain: boolean;
  hasFileOfSite: boolean;
  hasThirdFunction: boolean;
  /** Files that do not compile, or that are missing. */
  broken: ReadonlySet<"greeting" | "app" | "noGreeting" | "config">;
}

export const FIRST: AppState = {
  greeting: "one",
  installed: "one",
  plain: "one",
  snake: "one",
  page: "one",
  result: "one",
  colour: "one",
  mood: "one",
  shade: "one",
  output: "one",
  queues: 0,
  renamed: 0,
  hasFileOfPlain: false,
  hasFileOfSite: false,
  hasThirdFunction: false,
  broken: new Set(),
};

/** The files of a project in a state, by their paths. Files that another state has and this one has not are not in it. */
export function filesOf(state: AppState): Record<string, string> {
  const { broken } = state;
  return {
    "cdk.json": JSON.stringify({ app: "node app.ts", context: { shade: state.shade } }),
    "package.json": JSON.stringify({ name: "edited", type: "module", private: true }),
    "package-lock.json": "{}",
    "harness.config.ts": `import { defineConfig } from "localstack-harness";
export default defineConfig({
  context: { mood: "${state.mood}" },
  site: { bucket: "SiteBucket", files: "site" },
});
${broken.has("config") ? "export const = ;\n" : ""}`,
    "app.ts": app(state),
    "node_modules/installed/package.json": JSON.stringify({ name: "installed", main: "index.js" }),
    "node_modules/installed/index.js": `exports.installed = "${state.installed}";\n`,
    "functions/bundled/handler.ts": `
import { installed } from "installed";
import { greeting } from "./greeting.ts";
export const handler = async () => ({ says: greeting, installed, colour: process.env.COLOUR });
`,
    ...(!broken.has("noGreeting") && {
      "functions/bundled/greeting.ts": `export const greeting: string = "${state.greeting}";\n${broken.has("greeting") ? "export const = ;\n" : ""}`,
    }),
    "functions/plain/index.js": `exports.handler = async () => ({ says: "${state.plain}" });\n`,
    ...(state.hasFileOfPlain && { "functions/plain/lib/more.js": "exports.more = true;\n" }),
    "functions/snake/main.py": `def handler(event, context):\n    return {"says": "${state.snake}"}\n`,
    ...(state.hasThirdFunction && {
      "functions/third/index.js": "exports.handler = async () => 3;\n",
    }),
    "site/index.html": `<!doctype html><title>${state.page}</title><body><p>${state.page}</p></body>\n`,
    ...(state.hasFileOfSite && { "site/more.html": "<!doctype html><title>more</title>\n" }),
    "README.md": `${state.page}\n`,
  };
}

const app = ({ colour, output, queues, renamed, result, hasThirdFunction, broken }: AppState) => `
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib/core";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, Pass, Result, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
${broken.has("app") ? "const = ;" : ""}
const stack = new Stack(new App(), "Edited");
const timeout = Duration.seconds(10);
const bundled = new NodejsFunction(stack, "Bundled", {
  functionName: "edited-bundled",
  entry: "functions/bundled/handler.ts",
  runtime: Runtime.NODEJS_22_X,
  timeout,
  environment: { COLOUR: "${colour}" },
});
const plain = new LambdaFunction(stack, "Plain", {
  functionName: "edited-plain-${renamed}",
  code: Code.fromAsset("functions/plain"),
  handler: "index.handler",
  runtime: Runtime.NODEJS_22_X,
  timeout,
  environment: { SHADE: stack.node.tryGetContext("shade") },
});
new LambdaFunction(stack, "Snake", {
  functionName: "edited-snake",
  code: Code.fromAsset("functions/snake"),
  handler: "main.handler",
  runtime: Runtime.PYTHON_3_13,
  timeout,
  environment: { MOOD: stack.node.tryGetContext("mood") },
});
${
  hasThirdFunction
    ? `new LambdaFunction(stack, "Third", {
  functionName: "edited-third",
  code: Code.fromAsset("functions/third"),
  handler: "index.handler",
  runtime: Runtime.NODEJS_22_X,
  timeout,
});`
    : ""
}
new StateMachine(stack, "Machine", {
  stateMachineName: "edited-machine",
  definitionBody: DefinitionBody.fromChainable(new Pass(stack, "First", { result: Result.fromString("${result}") })),
});
for (let at = 0; at < ${queues}; at++) new Queue(stack, "Queue" + at, { queueName: "edited-" + at });
const site = new Bucket(stack, "Site", {
  bucketName: "edited-site",
  websiteIndexDocument: "index.html",
  removalPolicy: RemovalPolicy.DESTROY,
});
new CfnOutput(stack, "SiteBucket", { value: site.bucketName });
new CfnOutput(stack, "SiteUrl", { value: site.bucketWebsiteUrl });
new CfnOutput(stack, "Text", { value: "${output}" });
new CfnOutput(stack, "Names", { value: bundled.functionName + " " + plain.functionName });
`;
