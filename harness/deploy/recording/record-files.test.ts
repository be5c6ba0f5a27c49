import { mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";

const MODULE = JSON.stringify(new URL("record-files.ts", import.meta.url).href);

test("what an app reads, and what it looks for in vain, is recorded", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "recorded-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, "there.txt"), "");
  // in a process: recording replaces functions of Node.js
  const app = `
import { recordFiles } from ${MODULE};
import { existsSync, readFileSync } from "node:fs";
const recorded = recordFiles();
existsSync("only-looked-at.txt") || existsSync("there.txt");
readFileSync("there.txt");
try { process.loadEnvFile(); } catch {}
existsSync("notes.md");
try { readFileSync("missing.json"); } catch {}
process.stdout.write(JSON.stringify(recorded().inputs));
`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", app], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(
    ["only-looked-at.txt", "there.txt", ".env", "notes.md", "missing.json"].map((name) => join(folder, name)),
  );
});

test("a file that is copied from a package is known to come from there, also by way of another folder", async () => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "recorded-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  const app = `
import { recordFiles } from ${MODULE};
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
const recorded = recordFiles(process.cwd() + "/assembly");
for (const path of ["node_modules/package", "assembly", "between"]) mkdirSync(path, { recursive: true });
for (const path of ["node_modules/package/index.js", "own.js"]) writeFileSync(path, "");
copyFileSync("node_modules/package/index.js", "between/index.js");
copyFileSync("between/index.js", "assembly/index.js");
copyFileSync("own.js", "between/own.js");
writeFileSync("between/own.js", "changed");
copyFileSync("between/own.js", "assembly/own.js");
process.stdout.write(JSON.stringify(recorded().copies));
`;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", app], { cwd: folder });
  expect(JSON.parse(stdout)).toEqual(
    [
      ["node_modules/package/index.js", "assembly/index.js"],
      ["between/own.js", "assembly/own.js"],
    ].map((pair) => pair.map((name) => join(folder, name))),
  );
});
