import { readdir } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { poll } from "localstack-harness";
import { afterEach, beforeEach, expect, test } from "vitest";
import { processesWith } from "../../harness/testing/package/leftovers.ts";
import { DevRun } from "./dev-run.ts";
import { SHOP, TestProject } from "./project.ts";

let project: TestProject;
let port: number;

beforeEach(async () => {
  project = await TestProject.create(SHOP);
  port = await getPort();
});
afterEach(() => project[Symbol.asyncDispose]());

const nothingIsLeft = () =>
  poll({ awaiting: "the end of everything", within: 60_000 }, async () => {
    const processes = await processesWith(project.root);
    const folders = (await readdir(join(project.root, ".localstack"))).filter((name) =>
      /^(state|dev)-/.test(name),
    );
    const answers = await fetch(`http://127.0.0.1:${port}/_localstack/health`).then(
      () => ["LocalStack answers"],
      () => [],
    );
    const left = [...processes, ...folders, ...answers];
    return left.length === 0 ? { done: true } : { seen: left.join("\n") };
  });

test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"] as const)("%s leaves nothing behind", async (signal) => {
  const dev = await DevRun.start(project.root, port);
  // with a synthesis under way
  await project.edit("app.ts", `"one"`, `"two"`);
  dev.process.kill(signal);
  await dev.process;
  await nothingIsLeft();
});

test("a LocalStack that is killed is reported at once, and started again by a key", async () => {
  await using dev = await DevRun.start(project.root, port);
  const mark = dev.output.length;
  const [, pid] =
    /localstack\.runtime\.main.*\(pid (\d+)\)/.exec((await processesWith(project.root)).join("\n")) ?? [];
  process.kill(Number(pid), "SIGKILL");
  await dev.says(/localstack .*\npress r to start it again/, 60_000, mark);
  dev.process.stdin.write("r");
  await dev.says(/^Changes, executions and mails:$/m, 240_000, mark);
  await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
  await dev.says(/new code of shop-plain/, 60_000, mark);
  dev.process.stdin.write("q");
  expect((await dev.process).exitCode).toBe(0);
  await nothingIsLeft();
});
