import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";

test("npm ci writes no package into the sources, which Compose mounts read-only", async () => {
  const lock = JSON.parse(await readFile("package-lock.json", "utf8")) as { packages: object };
  const outside = Object.keys(lock.packages).filter((path) => path.includes("/node_modules/"));
  expect(outside.filter((path) => !path.startsWith("node_modules/"))).toEqual([]);
});
