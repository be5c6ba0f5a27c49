/** Promise: docs/use-it.md leads a new user from an empty folder to a green test. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import getPort from "get-port";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { ForeignApp } from "./foreign-app.ts";
import { processesWith } from "./leftovers.ts";

const { root, tarball } = inject("world");
const PAGE = readFileSync(join(import.meta.dirname, "../../../docs/use-it.md"), "utf8");
/** Code blocks of the page: commands (`sh`), and files, whose path follows the language. */
const BLOCKS = [...PAGE.matchAll(/^```(\w+)(?: (\S+))?\n(.*?)^```$/gms)].map(
  ([, language = "", path = "", content = ""]) => ({ language, path, content }),
);
const outputs: string[] = [];
let app = new ForeignApp(join(root, "use-it"));
let port: string;

/** As a user types it, except that the package comes from the tarball, and that the port is one that is free here. */
async function type(line: string): Promise<void> {
  const [, folder] = /^cd (\S+)$/.exec(line) ?? [];
  const typed = line
    .replace(/(?<= )localstack-harness(?= vitest)/, tarball)
    .replace("PORT=4566", `PORT=${port}`);
  if (folder) app = new ForeignApp(join(app.root, folder));
  else if (line.startsWith("npx localstack-harness"))
    outputs.push(await app.with({ PORT: port }).run("sh", "-c", typed));
  else outputs.push(await app.run("sh", "-c", typed));
}

beforeAll(async () => {
  port = String(await getPort());
  await app.write(".keep", "");
  for (const { language, path, content } of BLOCKS) {
    if (path) await app.write(path, content);
    else if (language === "sh") for (const line of content.trim().split("\n")) await type(line);
  }
});

afterAll(async () => {
  // a step that failed may have left a LocalStack in the background
  await app.with({ PORT: port }).try("npx", "localstack-harness", "down");
});

test("each command succeeds, and the tests are green", () => {
  const runs = outputs.filter((output) => output.includes("Test Files"));
  expect(runs).toHaveLength(2);
  for (const run of runs) expect(run).toMatch(/Test Files +2 passed/);
});

test("the commands of the running app show what the tests caused", () => {
  const all = outputs.join("\n");
  expect(all).toMatch(/SUCCEEDED .*Orders/);
  expect(all).toContain("Your order: a bone");
  expect(all).toMatch(/Stop LocalStack: done/);
});

test("nothing is left running", async () => {
  expect(await processesWith(dirname(app.root))).toEqual([]);
});
