/**
 * Promise: a project as `cdk init` writes it gets a green test against LocalStack from two commands, and nothing else in
 * it changes.
 */
import { join } from "node:path";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import getPort from "get-port";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { clientConfig } from "../../aws/client-config.ts";
import { ForeignApp } from "./foreign-app.ts";
import { installedBy } from "./installed.ts";
import { processesWith } from "./leftovers.ts";

const { root, tarball } = inject("world");
const app = new ForeignApp(join(root, "shop"));
const CDK = join(import.meta.dirname, "../../../node_modules/aws-cdk/bin/cdk");
const STRICT = ["--noEmit", "--strict", "--skipLibCheck", "false"];

/** Functions that are copied: file, text, runtime and handler. */
const FUNCTIONS: Record<string, [file: string, text: string, runtime: string, handler: string]> = {
  plain: ["index.js", `exports.handler = async () => "one";\n`, "NODEJS_22_X", "index.handler"],
  snake: ["main.py", `def handler(event, context):\n    return "one"\n`, "PYTHON_3_13", "main.handler"],
};
const BUNDLED = [
  "bundled",
  ["index.ts", `export const handler = async (): Promise<string> => "one";\n`],
] as const;

let before: { node: string; scripts: object };
let added: string[];

beforeAll(async () => {
  await app.add("cdk-init");
  // the CLI writes only into an empty folder
  const empty = new ForeignApp(join(root, "empty", "shop"));
  await empty.write(".keep", "");
  await empty.run("rm", ".keep");
  await empty.run("node", CDK, "init", "app", "--language", "typescript", "--generate-only");
  await app.run("cp", "-rn", `${empty.root}/.`, ".");
  await app.run("npm", "pkg", "set", "scripts.node=node -v");
  await app.run("npm", "install", "--save-dev", "esbuild", "vitest@5");
  before = {
    node: await app.run("npm", "run", "--silent", "node"),
    scripts: JSON.parse(await app.read("package.json")).scripts,
  };
  await app.run("npm", "install", "--save-dev", tarball);
  const files = await app.files();
  await app.run("npx", "localstack-harness", "init");
  added = (await app.files()).filter((file) => !files.includes(file));
});

describe("the installation", () => {
  test("leaves the project's scripts and their Node.js as they were", async () => {
    expect(await app.run("npm", "run", "--silent", "node")).toBe(before.node);
    expect(JSON.parse(await app.read("package.json")).scripts).toEqual(before.scripts);
  });

  test("brings no browser and no Docker client", async () => {
    const names = (await installedBy(app)).map(({ name }) => name);
    expect(
      names.filter((name) =>
        /playwright|puppeteer|chromium|testcontainers|dockerode|docker-modem|ssh2/.test(name),
      ),
    ).toEqual([]);
  });

  test("is under permissive licences, with all that it brings", async () => {
    const permissive = /^(MIT|MIT-0|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|BlueOak-1\.0\.0)$/;
    const installed = await installedBy(app);
    expect(installed.length).toBeGreaterThan(50);
    expect(installed.filter(({ licence }) => !permissive.test(licence))).toEqual([]);
  });
});

describe("init", () => {
  test("adds a test, settings and how to debug, and changes only .gitignore", () => {
    expect(added.sort()).toEqual([
      ".run/localstack-harness-inspect.run.xml",
      ".vscode/launch.json",
      "harness.config.mts",
      "integration/app.test.mts",
      "vitest.config.mts",
    ]);
  });

  test("called again changes nothing", async () => {
    const contents = () =>
      Promise.all([...added, ".gitignore", "package.json", "tsconfig.json"].map((file) => app.read(file)));
    const before = await contents();
    const files = await app.files();
    expect(await app.run("npx", "localstack-harness", "init")).not.toMatch(/added|changed/);
    expect(await contents()).toEqual(before);
    expect(await app.files()).toEqual(files);
  });

  test("leaves the project's own tests as they were", async () => {
    const output = await app.run("npm", "test");
    expect(output).toContain("Tests:       1 passed, 1 total");
    expect(output).not.toContain("integration");
  });
});

describe("types", () => {
  test("check with the project's settings, and strictly with those of libraries", async () => {
    await app.run("npx", "tsc", "--noEmit");
    await app.run("npx", "tsc", ...STRICT);
  });

  test("check as a bundler resolves them", async () => {
    await app.run("npx", "tsc", ...STRICT, "--module", "esnext", "--moduleResolution", "bundler");
  });

  test("come without a source of ours", async () => {
    const files = (await app.run("npx", "tsc", "--listFilesOnly")).split("\n");
    expect(files.filter((file) => /localstack-harness\/.*(?<!\.d)\.ts$/.test(file))).toEqual([]);
  });

  test("belong to code that CommonJS loads, too", async () => {
    const script = 'console.log(typeof require("localstack-harness").connect)';
    expect(await app.run("node", "--input-type=commonjs", "--eval", script)).toBe("function");
  });
});

test("a wrong setting gets one sentence, and no trace through the harness", async () => {
  const settings = await app.read("harness.config.mts");
  await app.write("harness.config.mts", "export default { sendres: [] };");
  try {
    const { exitCode, all } = await app.try("npx", "vitest", "run");
    expect(exitCode).toBe(1);
    expect(all).toContain('harness.config.mts: there is no setting sendres: did you mean "senders"?');
    expect(all).not.toMatch(/dist\/.*\.js:\d/);
  } finally {
    await app.write("harness.config.mts", settings);
  }
});

test.each(["valibot", "@aws-sdk/client-cloudformation"])("without the package %s, too", async (name) => {
  await app.run("mv", `node_modules/${name}`, "node_modules/.missing");
  try {
    const { exitCode, all } = await app.try("npx", "vitest", "run");
    expect(exitCode).toBe(1);
    expect(all).toContain(`the package ${name} is not installed: run npm install`);
    expect(all).not.toMatch(/dist\/.*\.js:\d/);
  } finally {
    await app.run("mv", "node_modules/.missing", `node_modules/${name}`);
  }
});

test("an edit of a function is live under dev, however the function is bundled", async () => {
  const stack = await app.read("lib/shop-stack.ts");
  const more = Object.entries(FUNCTIONS).map(
    ([name, [, , runtime, handler]]) => `
    new lambda.Function(this, "${name}", {
      functionName: "${name}",
      code: lambda.Code.fromAsset("functions/${name}"),
      runtime: lambda.Runtime.${runtime},
      handler: "${handler}",
    });`,
  );
  const bundled = `
    new NodejsFunction(this, "Bundled", { functionName: "bundled", entry: "functions/bundled/index.ts" });`;
  for (const [name, [file, text]] of [...Object.entries(FUNCTIONS), BUNDLED])
    await app.write(`functions/${name}/${file}`, text);
  await app.write(
    "lib/shop-stack.ts",
    `import * as lambda from "aws-cdk-lib/aws-lambda";\n${stack.replace("const queue", `${more.join("")}${bundled}\n    const queue`)}`,
  );
  const port = await getPort();
  await using dev = app.start("npx", "localstack-harness", "dev", "--no-types", "--port", `${port}`);
  await dev.says(/^Changes, executions and mails:$/m, 240_000);
  const client = new LambdaClient(clientConfig(`http://localhost:${port}`));
  const says = async (name: string): Promise<unknown> => {
    const { Payload } = await client.send(new InvokeCommand({ FunctionName: name }));
    return JSON.parse(Payload?.transformToString() ?? "null");
  };
  for (const [name, [file, text]] of [...Object.entries(FUNCTIONS), BUNDLED]) {
    expect(await says(name)).toBe("one");
    await app.write(`functions/${name}/${file}`, text.replace("one", "two"));
    await dev.says(new RegExp(`functions/${name}/${file}:.*new code of ${name} .*\\d ms`), 60_000);
    expect(await says(name)).toBe("two");
  }
  await app.write("lib/shop-stack.ts", stack);
});

test("the tests are green, and nothing is left but the caches", async () => {
  const output = await app.run("npx", "vitest", "run");
  expect(output).toMatch(/Test Files +2 passed/);
  expect(await processesWith(root)).toEqual([]);
  expect((await app.files()).filter((file) => /^(cdk\.out|cdk\.context)/.test(file))).toEqual([]);
});
