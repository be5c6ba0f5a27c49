/**
 * Promise: in a monorepo, whose packages are hoisted and whose path has a space and an accent, the projects work with
 * modules and CommonJS, several stacks, Stages, accounts and regions, and with the oldest Node.js that is supported.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { ForeignApp } from "./foreign-app.ts";
import { processesWith } from "./leftovers.ts";
import { pathWithNode } from "./other-node.ts";

const { root, tarball, env } = inject("world");
const shop = new ForeignApp(join(root, "Projets d'été", "shop"));
const orders = new ForeignApp(join(shop.root, "packages", "orders"));
const infra = new ForeignApp(join(shop.root, "packages", "infra"));

beforeAll(async () => {
  await shop.add("workspace");
  await shop.run("npm", "install");
  await shop.run("npm", "install", "--save-dev", "-w", "packages/infra", "-w", "packages/orders", tarball);
  for (const project of [orders, infra]) await project.run("npx", "localstack-harness", "init");
});

test("the packages are hoisted", async () => {
  expect(await infra.files("node_modules").catch((error: NodeJS.ErrnoException) => error.code)).toBe(
    "ENOENT",
  );
});

test.each([
  ["modules, resolved as a bundler does", orders, ["--skipLibCheck", "false"]],
  ["CommonJS of an older CDK project", infra, []],
])("types check with %s", async (_, project, options) => {
  await project.run("npx", "tsc", "--noEmit", ...options);
});

test("all projects share one environment, and run at the same time", async () => {
  expect(await infra.run("npx", "vitest", "run")).toMatch(/Test Files +2 passed/);
  const built = await cached();
  const both = await Promise.all([infra, orders].map((project) => project.run("npx", "vitest", "run")));
  for (const output of both) expect(output).toMatch(/Test Files +2 passed/);
  expect(await cached()).toEqual(built);
  expect(await processesWith(root)).toEqual([]);
});

describe("Node.js", () => {
  test("22.12 runs tests and functions", async () => {
    const project = infra.with({ PATH: await pathWithNode("22.12.0") });
    expect(await project.run("npm", "run", "--silent", "node")).toBe("v22.12.0");
    const output = await project.run("npx", "vitest", "run");
    expect(output).toMatch(/Test Files +2 passed/);
  });

  test("20 gets one sentence, from commands and entry points", async () => {
    const project = infra.with({ PATH: await pathWithNode("20.19.0") });
    const sentence =
      "localstack-harness needs Node.js 22.12 or later, and this is 20.19.0: install a newer one from https://nodejs.org";
    for (const args of [["--version"], ["doctor"], ["start"]]) {
      const { exitCode, all } = await project.try("npx", "localstack-harness", ...args);
      expect([exitCode, all]).toEqual([1, `error: ${sentence}`]);
    }
    for (const entry of ["", "/vitest/setup", "/permissions", "/aws", "/cli"]) {
      const script = `import("localstack-harness${entry}").catch(({ message }) => console.log(message))`;
      expect(await project.run("node", "--eval", script)).toBe(sentence);
    }
  });
});

/** The environments in the cache, and when each was completed. */
async function cached(): Promise<unknown[]> {
  const folder = join(env.HOME ?? "", ".cache", "localstack-harness");
  const names = (await readdir(folder)).filter((name) => name.startsWith("localstack-"));
  expect(names).toHaveLength(1);
  return Promise.all(
    names.map(async (name) => [name, (await stat(join(folder, name, "complete.json"))).mtimeMs]),
  );
}
