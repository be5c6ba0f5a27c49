import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { KeptBundles } from "./kept-bundles.ts";
import type { RecordedBundle } from "./recording.ts";

const CALL = { options: { mangleProps: /_$/ } };
const FILES = [
  "src/handler.ts",
  "src/lib/index.ts",
  "src/package.json",
  "node_modules/@scope/pkg/index.js",
  "site/index.html",
];
/** Milliseconds from the last change of a file to a call. */
const LATER = 1_000;

let root: string;
let other: string;
let kept: KeptBundles;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "kept-"));
  for (const path of FILES) await write(path, "one");
  other = await mkdtemp(join(tmpdir(), "kept-"));
  kept = new KeptBundles(other);
});
afterEach(() => Promise.all([root, other].map((folder) => rm(folder, { recursive: true, force: true }))));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const inputs = () => FILES.filter((path) => /\.[jt]s$/.test(path)).map((path) => join(root, path));
const bundle = { options: {}, outputs: [] } as unknown as RecordedBundle;
const build = () => ({
  result: { status: 0 },
  bundle,
  written: [{ path: join(other, "out/index.js"), contents: Buffer.from("built"), mode: 0o644 }],
});
const keep = (began = Date.now() + LATER) => kept.keep(CALL, build(), inputs(), began);

test("the same call has the same result, and its files", async () => {
  keep();
  expect(kept.find(structuredClone(CALL))).toMatchObject({ result: { status: 0 }, bundle });
  expect(await readFile(join(other, "out/index.js"), "utf8")).toBe("built");
});

test("what is read before the call counts only as long as no file has changed", async () => {
  keep();
  kept.read();
  expect(kept.find(structuredClone(CALL))).toMatchObject({ result: { status: 0 }, bundle });
  kept.read();
  await write("src/handler.ts", "two");
  expect(kept.find(structuredClone(CALL))).toBeUndefined();
});

test("a call for another assembly in the same folder has the same result, with its own paths", async () => {
  const [first, second] = [join(other, "deploy"), join(other, "dev")];
  const of = (assembly: string) => ({ args: [`--outfile=${assembly}/temp/index.js`] });
  const path = join(first, "temp/index.js");
  const built = { ...build(), written: [{ path, contents: Buffer.from("built"), mode: 0o644 }] };
  new KeptBundles(other, first).keep(of(first), built, inputs(), Date.now() + LATER);
  expect(new KeptBundles(other, second).find(of(second))).toMatchObject({ result: { status: 0 }, bundle });
  expect(await readFile(join(second, "temp/index.js"), "utf8")).toBe("built");
  const elsewhere = join(root, "dev");
  expect(new KeptBundles(other, elsewhere).find(of(elsewhere))).toBeUndefined();
});

test("another call has no result", () => {
  keep();
  expect(kept.find({ options: { mangleProps: /^_/ } })).toBeUndefined();
});

test.each([
  ["an input", "src/handler.ts"],
  ["an input in an installed package", "node_modules/@scope/pkg/index.js"],
  ["the package.json of an input", "src/package.json"],
  ["a new file that is found before an input", "src/lib.ts"],
  ["a new package that is found before another", "src/node_modules/@scope/pkg/index.js"],
  ["a new package with the scope of an input's", "node_modules/@scope/other/index.js"],
  ["a new tsconfig.json", "src/lib/tsconfig.json"],
  ["a new source map of an input", "src/handler.ts.map"],
])("%s makes the result another", async (_, path) => {
  keep();
  await write(path, "two");
  expect(kept.find(CALL)).toBeUndefined();
});

test("a file elsewhere does not", async () => {
  keep();
  await write("site/index.html", "two");
  expect(kept.find(CALL)).toBeDefined();
});

test("a result of files that changed during the call is not kept", () => {
  keep(Date.now() - LATER);
  expect(kept.find(CALL)).toBeUndefined();
});

test("a result of a file that cannot be found is not kept", () => {
  kept.keep(CALL, build(), [...inputs(), join(root, "<stdin>")], Date.now() + LATER);
  expect(kept.find(CALL)).toBeUndefined();
});

test("what a run did not use is removed", () => {
  keep();
  const next = new KeptBundles(other);
  next.removeOthers();
  expect(kept.find(CALL)).toBeUndefined();
});
