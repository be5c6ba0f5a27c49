import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const MODULE = JSON.stringify(new URL("remove-if-killed.ts", import.meta.url).href);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "removed "));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A process that has registered a file, a folder and a lock, and has disposed of another file, when it ends. */
async function ended(end: string): Promise<string[]> {
  const paths = ["file", "a\\n\\\n'folder'", "thing.lock", "kept"].map((name) => join(folder, name));
  const [file = "", inner = "", lock = "", kept = ""] = paths;
  for (const path of [inner, lock]) await mkdir(path);
  for (const path of [file, join(inner, "file"), kept]) await writeFile(path, "");
  const program = `
import { removeIfKilled } from ${MODULE};
using both = await removeIfKilled(${JSON.stringify(file)}, ${JSON.stringify(inner)});
const disposed = await removeIfKilled(${JSON.stringify(kept)});
using lock = await removeIfKilled(${JSON.stringify(lock)});
disposed[Symbol.dispose]();
${end}
`;
  await execa(process.execPath, ["--input-type=module", "--eval", program], { reject: false });
  return paths;
}

test("what a killed process has left is removed, its locks after all else", async () => {
  const [file = "", inner = "", lock = "", kept = ""] = await ended(`process.kill(process.pid, "SIGKILL");`);
  await vi.waitUntil(() => !existsSync(file) && !existsSync(inner), { timeout: 10_000 });
  expect(existsSync(lock)).toBe(true);
  // written last by what the process had started
  await mkdir(inner);
  await vi.waitUntil(() => !existsSync(lock), { timeout: 10_000 });
  expect(existsSync(inner)).toBe(false);
  expect(existsSync(kept)).toBe(true);
});

test("a process that disposes of all of it ends, and keeps what is there", async () => {
  const paths = await ended("");
  expect(paths.map((path) => existsSync(path))).toEqual([true, true, true, true]);
});
