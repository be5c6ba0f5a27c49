import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { unsupportedLinker, unsupportedNode } from "./node-version.mjs";

test.each(["22.12.0", "22.13.1", "23.0.0", "24.21.0", "100.0.0"])("Node.js %s is supported", (version) => {
  expect(unsupportedNode(version)).toBeUndefined();
});

test.each(["22.11.0", "20.20.2", "8.0.0"])("Node.js %s gets the version that is needed", (version) => {
  expect(unsupportedNode(version)).toBe(
    `localstack-harness needs Node.js 22.12 or later, and this is ${version}: install a newer one from https://nodejs.org`,
  );
});

test("Yarn's Plug'n'Play is refused, and node_modules are not", () => {
  expect(unsupportedLinker()).toBeUndefined();
  expect(unsupportedLinker({ ...process.versions, pnp: "3" })).toMatch(
    /set nodeLinker: node-modules in \.yarnrc\.yml/,
  );
});

test.each(Object.values(manifest.exports).filter((file) => file.endsWith(".ts")))(
  "%s checks the version before it imports anything else",
  async (file) => {
    const source = await readFile(join(import.meta.dirname, "../..", file), "utf8");
    const [first] = source.match(/(?<=^(?:import|export)\b[^;]*")[^"]+(?=";)/m) ?? [];
    expect(first).toMatch(/core\/installation\/require-node\.ts$/);
  },
);
