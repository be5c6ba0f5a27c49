import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { InputRecording } from "./recording.ts";
import { recordingVariables } from "./recordings.ts";

let root: string;

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), "inputs-")));
  await mkdir(join(root, "folder"));
  await mkdir(join(root, "recordings"));
  for (const name of ["read.txt", "opened.txt", "folder/a.txt"]) await writeFile(join(root, name), "");
  await writeFile(join(root, "module.mjs"), "export const one = 1;");
  await writeFile(join(root, "required.cjs"), "module.exports = 1;");
});
afterEach(() => rm(root, { recursive: true }));

/** What a process recorded, with paths that are relative to its folder. */
async function recorded(code: string, variables: Record<string, string> = {}): Promise<InputRecording> {
  const recordings = join(root, "recordings");
  const app = join(root, "app.mjs");
  await writeFile(app, `import "node:fs";\n${code}`);
  const env = {
    ...variables,
    ...recordingVariables({ root, recordings, inputs: true }),
    CDK_OUTDIR: join(root, "out"),
  };
  await execa(process.execPath, [app], { cwd: root, env });
  const [name = ""] = await readdir(recordings);
  const text = await readFile(join(recordings, name), "utf8");
  return JSON.parse(text.replaceAll(`${root}/`, ""));
}

test("files, folders and modules are recorded, but nothing that the app writes", async () => {
  const { looked, listed, found, unseen } = await recorded(`
import { createRequire } from "node:module";
import fs, { closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { one } from "./module.mjs";
createRequire(import.meta.url)("./required.cjs");
readFileSync("read.txt");
await readFile("promised.txt").catch(() => {});
await stat("asked.txt").catch(() => {});
closeSync(openSync("opened.txt"));
closeSync(openSync("written.txt", "w"));
existsSync("missing.txt");
statSync("folder");
readdirSync("folder");
for await (const _ of await fs.promises.opendir("."));
fs.mkdirSync("out");
writeFileSync("out/template.json", "{}");
readFileSync("out/template.json");
try { process.loadEnvFile(); } catch {}
`);
  expect(looked).toEqual(
    expect.arrayContaining([
      "read.txt",
      "promised.txt",
      "asked.txt",
      "opened.txt",
      "missing.txt",
      "folder",
      ".env",
    ]),
  );
  expect(looked).not.toEqual(expect.arrayContaining([expect.stringMatching(/written|template/)]));
  expect(listed).toEqual(expect.arrayContaining(["folder", root]));
  expect(found).toEqual(expect.arrayContaining(["app.mjs", "module.mjs", "required.cjs"]));
  expect(unseen).toEqual([]);
});

test("variables are recorded by name, or as all", async () => {
  const named = await recorded(`process.env.FIRST; "SECOND" in process.env; process.env.SET = "1"`);
  expect(named).toMatchObject({
    variables: expect.arrayContaining(["FIRST", "SECOND"]),
    readsAll: false,
  });
  await rm(join(root, "recordings"), { recursive: true });
  await mkdir(join(root, "recordings"));
  const all = await recorded(`({ ...process.env }); process.env.FIRST`, { TERM_PROGRAM: "any" });
  expect(all.readsAll).toBe(true);
  expect(all.variables).toContain("FIRST");
  expect(all.variables).not.toContain("TERM_PROGRAM");
});

test.each([
  ["a process", `(await import("node:child_process")).spawnSync("true")`, "starts true"],
  ["a program", `(await import("node:child_process")).spawnSync("/no such/one")`, "starts /no such/one"],
  [
    "a shell",
    `(await import("node:child_process")).spawnSync("true --token secret", { shell: true })`,
    "starts true",
  ],
  [
    "a named import",
    `const { execSync } = await import("child_process"); execSync("git --version || true")`,
    "starts git",
  ],
  [
    "a promise of a process",
    `const { promisify } = await import("node:util");
    await promisify((await import("node:child_process")).execFile)("true")`,
    "starts true",
  ],
  ["a name", `await (await import("node:dns")).promises.lookup("localhost")`, "looks a name up"],
  ["an address", `(await import("node:os")).networkInterfaces()`, "asks for the addresses of this machine"],
  [
    "a thread",
    `const { Worker } = await import("node:worker_threads"); new Worker("", { eval: true })`,
    "starts a thread",
  ],
  [
    "a connection",
    `(await import("node:net")).connect(9, "127.0.0.1").on("error", () => {})`,
    "makes a connection",
  ],
  ["fetch", `await fetch("http://127.0.0.1:65001").catch(() => {})`, "makes a connection"],
  ["a pattern", `(await import("node:fs")).globSync("*")`, "calls fs.globSync"],
  ["a tree", `(await import("node:fs")).readdirSync(".", { recursive: true })`, "calls fs.readdirSync"],
])("%s is reported, as what it depends on is not seen", async (_, code, reason) => {
  expect((await recorded(code)).unseen).toContain(reason);
});
