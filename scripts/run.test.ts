import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

const RUN = join(import.meta.dirname, "run.mjs");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, "..", ".localstack-run-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (args: readonly string[], flags: readonly string[] = []) =>
  execa(process.execPath, [...flags, RUN, ...args], { reject: false });

async function script(code: string): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.ts`);
  await writeFile(file, code);
  return file;
}

test("a file runs with its arguments", async () => {
  const file = await script("const [, , ...rest]: string[] = process.argv; console.log(rest.join());");
  expect((await run([file, "--one", "two"])).stdout).toBe("--one,two");
});

test("a tool runs with its arguments", async () => {
  expect((await run(["tsc", "--version"])).stdout).toMatch(/^Version \d/);
});

test("a tool that is not installed is one sentence", async () => {
  const { stderr, exitCode } = await run(["no-such-tool"]);
  expect(stderr).toBe(
    "error: no-such-tool is not installed: run npm ci, without NODE_ENV=production and without --omit",
  );
  expect(exitCode).toBe(1);
});

test("a package that is not installed is one sentence", async () => {
  const { stderr, exitCode } = await run([await script('import "no-such-package";')]);
  expect(stderr).toMatch(/^error: the package no-such-package is not installed: run npm ci.*$/);
  expect(exitCode).toBe(1);
});

test("a Node.js that reads no TypeScript is one sentence", async () => {
  const { stderr, exitCode } = await run(["anything.ts"], ["--no-experimental-strip-types"]);
  expect(stderr).toMatch(/^error: this repository runs on Node.js 24, and this is v.*: run npm ci.*$/);
  expect(exitCode).toBe(1);
});

test("an error of the file itself is shown as it is", async () => {
  const { stderr, exitCode } = await run([await script('throw new TypeError("broken");')]);
  expect(stderr).toContain("TypeError: broken");
  expect(exitCode).toBe(1);
});
