import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { test as base, expect } from "vitest";

const SCRIPT = join(import.meta.dirname, "check-tag.sh");

const test = base.extend<{ check: (tag: string, changelog: string) => Promise<string> }>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
  check: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "check-tag-"));
    await mkdir(join(root, ".ci", "release"), { recursive: true });
    await mkdir(join(root, "harness"));
    await cp(SCRIPT, join(root, ".ci", "release", "check-tag.sh"));
    await writeFile(join(root, "harness", "package.json"), '{ "version": "1.2.3" }');
    await use(async (tag, changelog) => {
      await writeFile(join(root, "CHANGELOG.md"), changelog);
      const { all } = await execa("bash", [join(root, ".ci", "release", "check-tag.sh"), tag], {
        all: true,
        reject: false,
      });
      return all;
    });
    await rm(root, { recursive: true });
  },
});

test("a tag of the package's version with a dated changelog may be released", async ({ check }) => {
  expect(await check("v1.2.3", "## [1.2.3] - 2026-11-26\n")).toBe(
    "v1.2.3 is version 1.2.3, with its changelog",
  );
});

test("a tag of another version is refused", async ({ check }) => {
  expect(await check("v1.2.4", "## [1.2.4] - 2026-11-26\n")).toContain(
    "the tag is v1.2.4, but harness/package.json has version 1.2.3",
  );
});

test.for([
  "## [Unreleased]\n",
  "## [1.2.3]\n",
  "## [1x2.3] - 2026-11-26\n",
  "text ## [1.2.3] - 2026-11-26\n",
])("a version that the changelog does not date is refused: %s", async (changelog, { check }) => {
  expect(await check("v1.2.3", changelog)).toContain('no heading "## [1.2.3] - <date>"');
});
