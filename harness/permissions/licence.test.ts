import { glob, readFile } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";
import { expect, it } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const FOLDERS = "{functions,harness,integration,scripts,site,stack}/**/*.{ts,mjs}";
/** What of these packages is under the AGPL, of which nothing may get into what others use or what is deployed. */
const AGPL = /["']@cloud-copilot\/(?!iam-data["'])/;
/** docs/decisions/policy-evaluation.md */
const EVALUATOR = `harness${sep}permissions${sep}evaluate.ts`;

async function filesWith(pattern: RegExp): Promise<string[]> {
  const found: string[] = [];
  for await (const file of glob(FOLDERS, { cwd: ROOT })) {
    if (pattern.test(await readFile(resolve(ROOT, file), "utf8")))
      found.push(relative(ROOT, resolve(ROOT, file)));
  }
  return found.filter((file) => file !== relative(ROOT, import.meta.filename));
}

it("lets one file of a command for developers use the evaluator, which is under the AGPL", async () => {
  expect(await filesWith(AGPL)).toEqual([EVALUATOR]);
});
