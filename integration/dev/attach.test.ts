import { resolve } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { poll } from "localstack-harness";
import { expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

const VITEST = resolve(import.meta.dirname, "../../node_modules/vitest/vitest.mjs");

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
  const vitest = execa(process.execPath, [VITEST, "watch", "--no-color"], {
    cwd: project.root,
    env: { CI: "", VITEST: "", PORT: "", NODE_OPTIONS: "" },
    stdin: "pipe",
    all: true,
    reject: false,
  });
  let output = "";
  vitest.all.on("data", (data: Buffer) => {
    output += data.toString();
  });
  const says = (pattern: RegExp, since = 0) =>
    poll({ awaiting: `${pattern} from vitest`, within: 120_000 }, async () =>
      pattern.test(output.slice(since)) ? { done: true } : { seen: output.slice(since) || "nothing" },
    );
  try {
    await says(/attached to dev/);
    await says(/Waiting for file changes/);
    expect(output).toContain("shop-plain says one");
    const first = output.length;
    await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
    await says(/shop-plain says two/, first);
    expect(output.slice(first)).not.toContain("shop-snake says");
    // one update, by dev
    expect(dev.updatesSince(mark)).toHaveLength(1);
  } finally {
    vitest.kill("SIGTERM");
    await vitest;
  }
});
