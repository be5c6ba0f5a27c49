import { resolve } from "node:path";
import getPort from "get-port";
import { expect, test } from "vitest";
import { RunningCommand } from "../../harness/testing/running-command.ts";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

const VITEST = resolve(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");
/** Milliseconds for a run of vitest on a busy machine. */
const WITHIN_MS = 120_000;

const suite = (name: string) => `import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { clientConfig } from "localstack-harness";
import { expect, test } from "localstack-harness/vitest";

test("invokes ${name}", async ({ endpoint, outputs }) => {
  expect(outputs.FunctionName).toBe("shop-bundled");
  const lambda = new LambdaClient(clientConfig(endpoint));
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: "${name}" }));
  console.log("${name} says", JSON.parse(Payload.transformToString()).says);
});
`;

test("vitest's watch attaches to dev, and runs the suites of a changed function again", async () => {
  await using project = await TestProject.create({
    ...SHOP,
    "vitest.config.ts": `export default { test: { globalSetup: ["localstack-harness/vitest/setup"], fileParallelism: false } };\n`,
    "plain.test.ts": suite("shop-plain"),
    "snake.test.ts": suite("shop-snake"),
  });
  await using dev = await DevRun.start(project.root, await getPort());
  const mark = dev.output.length;
  await using vitest = new RunningCommand("vitest", process.execPath, [VITEST, "watch", "--no-color"], {
    cwd: project.root,
    env: { CI: "", VITEST: "", PORT: "", NODE_OPTIONS: "" },
    extendEnv: true,
  });
  await vitest.says(/attached to dev/, WITHIN_MS);
  await vitest.says(/Waiting for file changes/, WITHIN_MS);
  expect(vitest.output).toContain("shop-plain says one");
  const first = vitest.output.length;
  await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
  await vitest.says(/shop-plain says two/, WITHIN_MS, first);
  expect(vitest.output.slice(first)).not.toContain("shop-snake says");
  // one update, by dev
  expect(dev.updatesSince(mark)).toHaveLength(1);
});
