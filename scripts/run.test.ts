import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "run-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** As npm scripts call it. */
async function run(args: string[], options: string[] = []) {
  const script = join(import.meta.dirname, "run.mjs");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [...options, script, ...args], {
    reject: false,
  });
  return { exitCode, stdout, stderr };
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

test("a file gets its arguments", async () => {
  const script = await file(
    "ok.ts",
    "const args: string[] = process.argv.slice(2); console.log(args.join());",
  );
  expect(await run([script, "-a", "b"])).toEqual({ exitCode: 0, stdout: "-a,b", stderr: "" });
});

test("a package that is not installed is one sentence", async () => {
  const script = await file("needs.ts", 'import "no-such-package";');
  expect(await run([script])).toEqual({
    exitCode: 1,
    stdout: "",
    stderr:
      "error: the package no-such-package is not installed: run npm ci, without NODE_ENV=production and without --omit",
  });
});

test("a tool that is not installed is one sentence", async () => {
  expect(await run(["no-such-tool"])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: no-such-tool is not installed: run npm ci, without .*$/),
  });
});

test("a Node.js that runs no TypeScript is one sentence", async () => {
  const script = await file("typed.ts", "const text: string = ''; console.log(text);");
  expect(await run([script], ["--no-experimental-strip-types"])).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(
      /^error: this repository runs on Node.js 24, and this is v\S+: run npm ci, .*$/,
    ),
  });
});
