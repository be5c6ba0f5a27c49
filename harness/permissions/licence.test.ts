import { glob, readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDERS = "{functions,harness,integration,scripts,site,stack}/**/*.{ts,mjs}";
/** The packages under the AGPL: no part of them may get into what others use or what is deployed. */
const AGPL = /(?:from|import\()\s*["']@cloud-copilot\/(?!iam-data["'])/;
/** docs/decisions/policy-evaluation.md */
const EVALUATOR = `harness${sep}permissions${sep}evaluator-packages.ts`;

async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(FOLDERS, { cwd: ROOT })) {
    if (pattern.test(await readFile(resolve(ROOT, file), "utf8")))
      found.push(relative(ROOT, resolve(ROOT, file)));
  }
  return found.filter((file) => file !== relative(ROOT, import.meta.filename));
}

it("lets one file import the evaluator, which is under the AGPL", async () => {
  expect(await filesWith(AGPL)).toEqual([EVALUATOR]);
});
