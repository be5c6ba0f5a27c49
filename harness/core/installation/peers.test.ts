import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { assertPeers } from "./peers.ts";

let root: string;
beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "harness-peers-")));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function install(folder: string, ...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(join(root, folder, "node_modules", name), { recursive: true });
    await writeFile(join(root, folder, "node_modules", name, "package.json"), "{}");
  }
}

test("without any, all are named, with the command of the project's package manager", async () => {
  await writeFile(join(root, "pnpm-lock.yaml"), "");
  expect(() => assertPeers(root, root)).toThrow(
    expect.objectContaining({
      code: "PEER_MISSING",
      message: `${root} has no aws-cdk, aws-cdk-lib, constructs: pnpm add --save-dev aws-cdk aws-cdk-lib constructs`,
    }),
  );
});

test("without constructs, it is named", async () => {
  await install(".", "aws-cdk", "aws-cdk-lib");
  expect(() => assertPeers(root, root)).toThrow(
    `${root} has no constructs: npm install --save-dev constructs`,
  );
});

test("the command line may be hoisted, and the library belong to another package", async () => {
  await install(".", "aws-cdk");
  await install("packages/infra", "aws-cdk-lib", "constructs");
  assertPeers(join(root, "packages/app"), join(root, "packages/infra"));
});
