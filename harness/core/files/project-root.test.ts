import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProjectRoot } from "./project-root.ts";

async function folders(...files: string[]): Promise<AsyncDisposable & { root: string }> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "project of ")));
  await mkdir(join(root, "app", "lib"), { recursive: true });
  for (const file of files) await writeFile(join(root, file), "{}");
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

test("the project is the nearest folder above that has a cdk.json", async () => {
  await using made = await folders("package.json", "app/cdk.json", "app/lib/package.json");
  expect(findProjectRoot(join(made.root, "app", "lib"))).toBe(join(made.root, "app"));
  expect(findProjectRoot(join(made.root, "app"))).toBe(join(made.root, "app"));
});

test("without a cdk.json it is the nearest folder with a package.json", async () => {
  await using made = await folders("package.json");
  expect(findProjectRoot(join(made.root, "app", "lib"))).toBe(made.root);
});
