/** Promise: on a terminal, keys control `dev`, and nothing is left when the terminal is closed. */
import getPort from "get-port";
import { ensureLocalStackVenv, pythonOf } from "localstack-harness/python";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DevRun } from "./dev-run.ts";
import { nothingIsLeft } from "./nothing-is-left.ts";
import { SHOP, TestProject } from "./project.ts";

let project: TestProject;
let terminal: string;

beforeAll(async () => {
  project = await TestProject.create(SHOP);
  terminal = pythonOf(await ensureLocalStackVenv());
});
afterAll(() => project[Symbol.asyncDispose]());

test("keys help, filter, deploy again, open what there is, and quit", async () => {
  // no program opens addresses
  const env = { PATH: "/usr/bin:/bin", BROWSER: "/bin/false" };
  await using dev = await DevRun.start(project.root, await getPort(), { terminal, env });
  const press = async (key: string, answer: RegExp, within?: number) => {
    const mark = dev.output.length;
    dev.process.stdin.write(key);
    await dev.says(answer, within, mark);
  };
  await press("h", /h help, r deploy again, f filter, m open the last mail, o open the console, q quit/);
  await press("f", /showing changes only/);
  await press("m", /there is no mail yet/);
  await press("o", /no browser was found: http:\/\/127\.0\.0\.1:\d+/, 20_000);
  await press("r", /deployed the whole app\S* {2}\S*\d+ ms/, 120_000);
  const mark = dev.output.length;
  await project.edit("functions/plain/index.js", `says: "one"`, `says: "two"`);
  await dev.says(/new code of shop-plain/, 60_000, mark);
  dev.process.stdin.write("q");
  expect((await dev.process).exitCode).toBe(0);
  await nothingIsLeft(project.root, dev.port);
});

test("Ctrl-C on the terminal leaves nothing", async () => {
  await using dev = await DevRun.start(project.root, await getPort(), { terminal });
  dev.process.stdin.write("\u0003");
  expect((await dev.process).exitCode).toBe(130);
  await nothingIsLeft(project.root, dev.port);
});

test("a closed terminal leaves nothing, even if the project is removed meanwhile", async () => {
  await using removed = await TestProject.create(SHOP);
  await using dev = await DevRun.start(removed.root, await getPort(), { terminal });
  await removed.edit("app.ts", `Result.fromString("one")`, `Result.fromString("two")`);
  dev.process.stdin.end();
  await removed[Symbol.asyncDispose]();
  await dev.process;
  await nothingIsLeft(removed.root, dev.port);
});

test("a closed terminal leaves nothing", async () => {
  await using dev = await DevRun.start(project.root, await getPort(), { terminal });
  dev.process.stdin.end();
  await dev.process;
  await nothingIsLeft(project.root, dev.port);
});
