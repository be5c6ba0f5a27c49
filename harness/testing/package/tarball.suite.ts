/** Promise: what npm publishes is complete, holds nothing else, and resolves for every kind of TypeScript. */
import { execa } from "execa";
import { expect, inject, test } from "vitest";

const { tarball } = inject("world");

test("the manifest is as bundlers, Node.js and registries expect it", async () => {
  const { exitCode, all } = await execa("publint", ["run", tarball, "--strict"], tool);
  expect(exitCode, all).toBe(0);
});

test("the types resolve in every mode of TypeScript", async () => {
  // the package is a module: CommonJS loads it by import(), and since Node.js 22.12 by require(), too
  const options = ["--ignore-rules", "cjs-resolves-to-esm", "--format", "ascii"];
  const { exitCode, all } = await execa("attw", [tarball, ...options], tool);
  expect(exitCode, all).toBe(0);
});

test("it holds compiled code, the plugin and the locks, and no source, test or fixture", async () => {
  const { stdout } = await execa("tar", ["-tzf", tarball]);
  const files = stdout.split("\n").map((file) => file.replace(/^package\//, ""));
  const dist = (path: string) => `dist/${path}`;
  for (const file of ["index.js", "index.d.ts", "cli/bin.mjs", "localstack/python/requirements.txt"])
    expect(files).toContain(dist(file));
  expect(files.filter((file) => file.endsWith("plugin.py"))).toHaveLength(1);
  expect(files.filter((file) => file.endsWith("entry_points.txt"))).toHaveLength(1);
  const unwanted = /\.(test|suite|fixture)\.|test_\w+\.py|(?<!\.d)\.ts$|^dist\/(testing|pack)\/|\.saved$/;
  expect(files.filter((file) => unwanted.test(file))).toEqual([]);
  expect(
    files.filter((file) => !/^(dist\/|(package\.json|README\.md|LICENSE|CHANGELOG\.md)$)/.test(file)),
  ).toEqual([]);
});

const tool = { preferLocal: true, reject: false, all: true } as const;
