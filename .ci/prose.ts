/**
 * `npm run check`: no file may hold a word that CONTRIBUTING.md asks to avoid ("How to write"). Prints each place as
 * `file:line` with what to write instead.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { findAvoided, readAvoided } from "./prose/avoided-words.ts";

const ROOT = join(import.meta.dirname, "..");
const PROSE = ["md", "ts", "mjs", "py", "sh", "yml", "html", "css", "toml", "in"].map(
  (ending) => `*.${ending}`,
);
const EXCLUDED = [
  // tests the check itself
  ".ci/prose/avoided-words.test.ts",
];

const { stdout } = await execa("git", ["ls-files", "-co", "--exclude-standard", "--", ".ci/run", ...PROSE], {
  cwd: ROOT,
});
const avoided = readAvoided(await readFile(join(ROOT, "CONTRIBUTING.md"), "utf8"));
const files = stdout
  .split("\n")
  // one that is deleted and not staged is listed, too
  .filter((file) => !EXCLUDED.includes(file) && existsSync(join(ROOT, file)));
let found = 0;
for (const file of files) {
  for (const { line, phrase, instead } of findAvoided(await readFile(join(ROOT, file), "utf8"), avoided)) {
    found += 1;
    console.error(`${file}:${line} has "${phrase}": write ${instead}`);
  }
}
console.log(`${files.length} files read, ${found} avoided words found`);
if (found > 0) process.exitCode = 1;
