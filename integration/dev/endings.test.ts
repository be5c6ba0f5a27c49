import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import getPort from "get-port";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processesWith } from "../../harness/testing/package/leftovers.ts";
import { DevRun } from "./dev-run.ts";
import { nothingIsLeft } from "./nothing-is-left.ts";
import { SHOP, TestProject } from "./project.ts";

let project: TestProject;
let port: number;
let temporary: string;
let env: Record<string, string>;

beforeEach(async () => {
  project = await TestProject.create(SHOP);
  port = await getPort();
  temporary = await mkdtemp(join(tmpdir(), "dev-"));
  env = { TMPDIR: temporary };
});
afterEach(async () => {
  await project[Symbol.asyncDispose]();
  await rm(temporary, { recursive: true });
});

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)("%s leaves nothing", async (signal) => {
  const dev = await DevRun.start(project.root, port, { env });
  // with a synthesis under way
  await project.edit("app.ts", `"one"`, `"two"`);
  dev.process.kill(signal);
  await dev.process;
  await nothingIsLeft(project.root, port, temporary);
});

const STARTING = /starting LocalStack/;
const SYNTHESISING = /synthesising/;
const DEPLOYING = /Shop: |1 of \d+: AWS::/;
const DEPLOYED = /xecutions and mails:/;

test.each([
  ["dev", [STARTING, SYNTHESISING, DEPLOYING]],
  ["start", [STARTING, SYNTHESISING, DEPLOYING, DEPLOYED]],
] as const)("SIGKILL leaves nothing at any step of %s", async (command, steps) => {
  for (const until of steps) {
    const run = await DevRun.start(project.root, port, { command, until, env });
    run.process.kill("SIGKILL");
    await run.process;
    await nothingIsLeft(project.root, port, temporary);
  }
});

test("nothing is left of a test run that is killed", async () => {
  const run = new URL("dev-run.ts", import.meta.url);
  const tests = execa(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { DevRun } from "${run}";
     await DevRun.start("${project.root}", ${port});
     process.kill(process.pid, "SIGKILL");`,
    ],
    { reject: false },
  );
  expect((await tests).signal).toBe("SIGKILL");
  await nothingIsLeft(project.root, port);
});

test("a LocalStack that is killed is reported at once, and started again by a key", async () => {
  await using dev = await DevRun.start(project.root, port, {
    args: ["--inspect", "plain", "--inspect", "bundled"],
  });
  const ports = /shop-bundled at 127\.0\.0\.1:\d+, shop-plain at 127\.0\.0\.1:\d+/;
  const [before = ""] = ports.exec(dev.output) ?? [];
  const mark = dev.output.length;
  const [, pid] =
    /localstack\.runtime\.main.*\(pid (\d+)\)/.exec((await processesWith(project.root)).join("\n")) ?? [];
  process.kill(Number(pid), "SIGKILL");
  await dev.says(/localstack .*\npress r to start it again/, 60_000, mark);
  dev.process.stdin.write("r");
  await dev.says(/^Changes, executions and mails:$/m, 240_000, mark);
  // a debugger is configured for its port
  expect(ports.exec(dev.output.slice(mark))?.[0]).toBe(before);
  await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
  await dev.says(/new code of shop-plain/, 60_000, mark);
  dev.process.stdin.write("q");
  expect((await dev.process).exitCode).toBe(0);
  await nothingIsLeft(project.root, port);
});
