import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { factsOf } from "./facts.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "harness-facts-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function write(path: string, content: object | string = ""): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), typeof content === "string" ? content : JSON.stringify(content));
}

describe("a project", () => {
  test("of modules gets .ts files", async () => {
    await write("package.json", { type: "module" });
    expect(await factsOf(root)).toEqual({
      extension: "ts",
      javaScript: false,
      vitest: undefined,
      testsAreCollected: false,
    });
  });

  test("of CommonJS gets .mts files", async () => {
    await write("package.json", {});
    expect(await factsOf(root)).toMatchObject({ extension: "mts" });
  });

  test.each([
    ["vitest.config.ts", "vitest.config.ts"],
    ["vite.config.mjs", "vite.config.mjs"],
  ])("with %s uses vitest already", async (file, vitest) => {
    await write("package.json", {});
    await write(file);
    expect(await factsOf(root)).toMatchObject({ vitest, testsAreCollected: true });
  });

  test("whose script runs vitest uses it already if there are tests", async () => {
    await write("package.json", { scripts: { build: "tsc", test: "vitest --run" } });
    await write("node_modules/shop/shop.test.ts");
    expect(await factsOf(root)).toMatchObject({ vitest: undefined, testsAreCollected: false });
    await write("lib/shop.test.ts", "test.todo('globals')");
    expect(await factsOf(root)).toMatchObject({ vitest: "lib/shop.test.ts", testsAreCollected: true });
  });

  test("uses vitest if a test imports it", async () => {
    await write("package.json", {});
    await write("test/jest.test.ts", "test.todo('of another runner')");
    expect(await factsOf(root)).toMatchObject({ vitest: undefined });
    await write("test/shop.spec.ts", 'import { test } from "vitest";');
    expect(await factsOf(root)).toMatchObject({ vitest: "test/shop.spec.ts", testsAreCollected: true });
  });

  test.each([
    ["everywhere", ["."], true],
    ["in test/ only, as a CDK project has it", ["test"], false],
  ])("has a jest that looks %s", async (_, folders, testsAreCollected) => {
    await write("package.json", {});
    await write("node_modules/jest/package.json", { name: "jest" });
    const roots = folders.map((folder) => join(root, folder));
    const script = `console.log(${JSON.stringify(JSON.stringify({ configs: [{ roots }] }))})`;
    await write("node_modules/jest/bin/jest.js", script);
    expect(await factsOf(root)).toMatchObject({ testsAreCollected, vitest: undefined });
  });

  test("whose tsc writes JavaScript gets JavaScript", async () => {
    await write("package.json", { type: "module" });
    await write("node_modules/typescript/package.json", { name: "typescript", version: "5.9.3" });
    await write(
      "node_modules/typescript/bin/tsc",
      `console.log('{"compilerOptions":{"module":"nodenext"}}')`,
    );
    expect(await factsOf(root)).toMatchObject({ extension: "mjs", javaScript: true });
  });

  test("without package.json is an error", async () => {
    await expect(factsOf(root)).rejects.toMatchObject({ code: "NO_PACKAGE_JSON" });
  });

  test("with a vitest config that init wrote uses vitest for nothing else", async () => {
    await write("package.json", { scripts: { test: "vitest run" } });
    await write("vitest.config.mts", 'globalSetup: ["localstack-harness/vitest/setup"]');
    expect(await factsOf(root)).toMatchObject({ vitest: undefined, testsAreCollected: false });
  });

  test("with a package.json that is not JSON is an error", async () => {
    await write("package.json", "{ name: shop }");
    await expect(factsOf(root)).rejects.toMatchObject({ code: "PACKAGE_JSON_INVALID" });
  });
});
