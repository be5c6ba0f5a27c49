import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isInstalled } from "./installed.ts";

test("modules are installed where a package.json is beside their folder", async () => {
  const root = await mkdtemp(join(tmpdir(), "modules-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, "layer/nodejs"), { recursive: true });
  await writeFile(join(root, "package.json"), "{}");
  expect(isInstalled(join(root, "node_modules/left/index.js"))).toBe(true);
  expect(isInstalled(join(root, "node_modules/left/node_modules/right/index.js"))).toBe(true);
  expect(isInstalled(join(root, "layer/nodejs/node_modules/own/index.js"))).toBe(false);
  expect(isInstalled(join(root, "functions/index.js"))).toBe(false);
});
