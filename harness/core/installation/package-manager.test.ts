import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addCommand, execCommand, installCommand, packageManagerOf } from "./package-manager.mjs";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "harness-manager-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

test.each([
  ["pnpm-lock.yaml", "pnpm", "pnpm add --save-dev a b", "pnpm exec cdk synth"],
  ["yarn.lock", "yarn", "yarn add --dev a b", "yarn cdk synth"],
  ["bun.lock", "bun", "bun add --dev a b", "bunx cdk synth"],
  ["package-lock.json", "npm", "npm install --save-dev a b", "npx cdk synth"],
])("%s, also of a folder above, means %s and its commands", async (file, manager, add, exec) => {
  await writeFile(join(root, file), "");
  const project = join(root, "packages/infra");
  await mkdir(project, { recursive: true });
  expect(packageManagerOf(project)).toBe(manager);
  expect(addCommand(["a", "b"], project)).toBe(add);
  expect(execCommand("cdk synth", project)).toBe(exec);
  expect(installCommand(project)).toBe(`${manager} install`);
});

test("without a lock file it is npm", () => expect(packageManagerOf(root)).toBe("npm"));
