import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addHarness, testCommand } from "./additions.ts";
import type { ProjectFacts } from "./facts.ts";

const facts: ProjectFacts = {
  extension: "mts",
  javaScript: false,
  vitest: undefined,
  testsAreCollected: false,
};
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "harness-init-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const files = async () => (await readdir(root, { recursive: true })).sort();
const read = (path: string) => readFile(join(root, path), "utf8");

test("a project gets settings, a vitest set-up, a test and configurations for debuggers, and ignores the state", async () => {
  const changes = await addHarness(root, facts, false);
  expect(changes.map(({ state, path }) => [state, path])).toEqual([
    ["added", "harness.config.mts"],
    ["added", "vitest.config.mts"],
    ["added", "integration/app.test.mts"],
    ["added", ".vscode/launch.json"],
    ["added", ".run/localstack-harness-inspect.run.xml"],
    ["added", ".gitignore"],
  ]);
  expect(await files()).toEqual([
    ".gitignore",
    ".run",
    ".run/localstack-harness-inspect.run.xml",
    ".vscode",
    ".vscode/launch.json",
    "harness.config.mts",
    "integration",
    "integration/app.test.mts",
    "vitest.config.mts",
  ]);
  expect(await read("vitest.config.mts")).toContain('globalSetup: ["localstack-harness/vitest/setup"]');
  expect(testCommand(root, facts)).toBe("npx vitest run");
});

test("a dry run writes nothing and says the same", async () => {
  const planned = await addHarness(root, facts, true);
  expect(await files()).toEqual([]);
  expect(await addHarness(root, facts, false)).toEqual(planned);
});

test("a second run changes nothing", async () => {
  await addHarness(root, facts, false);
  await writeFile(join(root, "harness.config.mts"), "export default { port: 4570 };\n");
  const changes = await addHarness(root, facts, false);
  expect(changes.map(({ state }) => state)).toEqual(["kept", "kept", "kept", "kept", "kept"]);
  expect(JSON.parse(await read(".vscode/launch.json"))).toMatchObject({ configurations: [{ port: 9229 }] });
  expect(await read("harness.config.mts")).toContain("4570");
});

test("settings with another extension are kept", async () => {
  await writeFile(join(root, "harness.config.js"), "export default {};\n");
  const [first] = await addHarness(root, facts, false);
  expect(first).toEqual({ state: "kept", path: "harness.config.js" });
});

test("lines of .gitignore are kept, and only missing ones are added", async () => {
  await writeFile(join(root, ".gitignore"), "*.js\n.localstack/");
  const changes = await addHarness(root, facts, false);
  expect(changes.at(-1)).toEqual({ state: "changed", path: ".gitignore", detail: "reports/" });
  expect(await read(".gitignore")).toBe("*.js\n.localstack/\nreports/\n");
});

test("a project that uses vitest keeps its configuration, which does not collect the new test", async () => {
  const existing: ProjectFacts = {
    ...facts,
    vitest: "vitest.config.ts",
    testsAreCollected: true,
  };
  const changes = await addHarness(root, existing, false);
  expect(changes.map(({ path }) => path)).toContain("vitest.localstack.config.mts");
  expect(changes.map(({ path }) => path)).toContain("integration/app.e2e.mts");
  expect(await read("vitest.localstack.config.mts")).toContain("integration/**/*.e2e.?(c|m)[jt]s");
  await writeFile(join(root, "pnpm-lock.yaml"), "");
  expect(testCommand(root, existing)).toBe("pnpm exec vitest run --config vitest.localstack.config.mts");
});
