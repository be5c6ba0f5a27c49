import { mkdir, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type InputStates, inputStates, isAsBefore } from "./input-states.ts";

const FILES = ["src/app.ts", "src/read.txt", "assets/a.txt", "node_modules/pkg/index.js"];
/** Milliseconds from the last change of a file to a synthesis. */
const LATER = 1_000;

let root: string;
let states: InputStates;

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const at = (path: string) => join(root, path);
const stateAfter = (began: number) =>
  inputStates(
    {
      looked: [at("src/read.txt"), at("missing.txt"), at("assets")],
      listed: [at("assets")],
      found: [at("src/app.ts"), at("node_modules/pkg/index.js")],
    },
    began,
  );

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "states-"));
  for (const path of FILES) await write(path, "one");
  states = stateAfter(Date.now() + LATER) as InputStates;
});
afterEach(() => rm(root, { recursive: true }));

test("nothing has changed where nothing was written", () => expect(isAsBefore(states)).toBe(true));

test.each<[string, () => Promise<unknown>]>([
  ["a file that was read", () => write("src/read.txt", "two")],
  ["a module", () => write("src/app.ts", "two")],
  ["a file that was missing", () => write("missing.txt", "")],
  ["a new file in a folder that was listed", () => write("assets/b.txt", "")],
  ["a file that is gone from it", () => rm(at("assets/a.txt"))],
  ["a new file that is found before a module", () => write("src/app.js", "")],
  ["a new package that is found before another", () => write("src/node_modules/pkg/index.js", "")],
  [
    "a file of a package, with the same size and time",
    async () => {
      await write("node_modules/pkg/index.js", "two");
      await utimes(at("node_modules/pkg/index.js"), 0, 0);
    },
  ],
  [
    "a package that is replaced",
    async () => {
      await write("new/index.js", "one");
      await rm(at("node_modules/pkg"), { recursive: true });
      await rename(at("new"), at("node_modules/pkg"));
    },
  ],
])("%s is a change", async (_, change) => {
  await change();
  expect(isAsBefore(states)).toBe(false);
});

test.each<[string, () => Promise<unknown>]>([
  ["a file that is written again with the same content", () => write("src/read.txt", "one")],
  ["a file elsewhere", () => write("other/b.txt", "")],
  ["a change below a folder that was only looked at", () => write("assets/a.txt", "two")],
])("%s is none", async (_, change) => {
  await change();
  expect(isAsBefore(states)).toBe(true);
});

test("what has changed during the synthesis has no state", () => {
  expect(stateAfter(Date.now() - LATER)).toEqual({ changed: at("src/read.txt") });
});
