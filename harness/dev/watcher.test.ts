import fs from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Watcher } from "./watcher.ts";

/** A watcher of the first folder, and the paths that it reports; both end with the test, and all folders are removed. */
async function watching(root: string, ...others: string[]): Promise<{ watcher: Watcher; seen: string[] }> {
  const seen: string[] = [];
  const watcher = await Watcher.start({
    root,
    outputs: [],
    onChange: () => {},
    onQuiet: (paths) => seen.push(...paths),
    onError: (reason) => seen.push(reason),
  });
  onTestFinished(async () => {
    await watcher[Symbol.asyncDispose]();
    for (const folder of [root, ...others]) await rm(folder, { recursive: true });
  });
  return { watcher, seen };
}

/** Of a project whose changes the test does not look at. */
const watcherOf = (root: string) =>
  Watcher.start({ root, outputs: [], onChange: () => {}, onQuiet: () => {}, onError: () => {} });

const watches = () => process.getActiveResourcesInfo().filter((name) => name === "FSEventWrap").length;

test("a watcher that is closed watches nothing more, also when sources are added to it", async () => {
  const [root, other] = [await mkdtemp(join(tmpdir(), "root-")), await mkdtemp(join(tmpdir(), "other-"))];
  onTestFinished(async () => {
    for (const folder of [root, other]) await rm(folder, { recursive: true });
  });
  const source = join(other, "shared.ts");
  await writeFile(source, "");
  const before = watches();
  const watcher = await watcherOf(root);
  expect(watches()).toBeGreaterThan(before);
  await watcher[Symbol.asyncDispose]();
  watcher.add({ files: [source] });
  // what chokidar begins then looks at the file first
  await expect.poll(watches, { interval: 20 }).toBe(before);
  await new Promise(setImmediate);
  expect(watches()).toBe(before);
});

test("a watcher that is closed while its project is removed watches nothing more", async () => {
  const before = watches();
  await Promise.all(
    Array.from({ length: 40 }, async (_, delay) => {
      const root = await mkdtemp(join(tmpdir(), "removed-"));
      for (const folder of ["a", "b", "c"]) {
        await mkdir(join(root, folder));
        for (const file of ["1", "2", "3", "4"]) await writeFile(join(root, folder, file), "");
      }
      const watcher = await watcherOf(root);
      const removal = rm(root, { recursive: true });
      // each is closed at another moment of the removal
      for (let turn = 0; turn < delay; turn++) await new Promise(setImmediate);
      await watcher[Symbol.asyncDispose]();
      await removal;
    }),
  );
  await expect.poll(watches, { interval: 20 }).toBe(before);
});

/** Has every new watch fail until the end of the test. */
function failWatches(code: string, message: string): void {
  const { watch } = fs;
  const set = (to: typeof watch) => {
    fs.watch = to;
    syncBuiltinESMExports();
  };
  set(() => {
    throw Object.assign(new Error(message), { code });
  });
  onTestFinished(() => set(watch));
}

test.runIf(process.platform === "linux").each([
  ["ENOSPC", /fs\.inotify\.max_user_watches=\d+ is reached: double it/],
  ["EMFILE", /fs\.inotify\.max_user_instances=\d+ is reached: double it/],
])("a limit of the system is reported once, with what to do: %s", async (code, text) => {
  const [root, other] = [await mkdtemp(join(tmpdir(), "root-")), await mkdtemp(join(tmpdir(), "other-"))];
  const { watcher, seen } = await watching(root, other);
  failWatches(code, `${code}: no more`);
  for (const folder of ["a", "b"]) await mkdir(join(root, folder));
  watcher.add({ files: [], folders: [other] });
  await expect.poll(() => seen).toEqual([expect.stringMatching(text)]);
});

test("what may not be read is reported at the start", async () => {
  failWatches("EACCES", "EACCES: permission denied, watch '/app/data'");
  const { seen } = await watching(await mkdtemp(join(tmpdir(), "root-")));
  expect(seen).toEqual([expect.stringContaining("permission denied, watch '/app/data'")]);
});

test("a file outside the project is watched also after it was deleted and made again, and its neighbours are not", async () => {
  const [root, other] = [await mkdtemp(join(tmpdir(), "root-")), await mkdtemp(join(tmpdir(), "other-"))];
  const [source, neighbour] = [join(other, "shared.ts"), join(other, "neighbour.ts")];
  await writeFile(source, "one");
  const { watcher, seen } = await watching(root, other);
  const changes = async (count: number, change: () => Promise<void>) => {
    // chokidar looks at what is added in its own time
    await expect
      .poll(async () => change().then(() => seen.length), { interval: 300, timeout: 10_000 })
      .toBeGreaterThanOrEqual(count);
  };
  watcher.add({ files: [source] });
  await changes(1, () => writeFile(source, "two"));
  await rm(source);
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBeGreaterThan(1);
  const { length } = seen;
  await writeFile(neighbour, "");
  await changes(length + 1, () => writeFile(source, "three"));
  const again = seen.length;
  await changes(again + 1, () => writeFile(source, "four"));
  expect(new Set(seen)).toEqual(new Set([source]));
});

test("every file of a folder outside the project is watched, also those that are new, and none of packages and caches", async () => {
  const [root, other] = [await mkdtemp(join(tmpdir(), "root-")), await mkdtemp(join(tmpdir(), "other-"))];
  const { watcher, seen } = await watching(root, other);
  watcher.add({ files: [], folders: [other] });
  const file = join(other, "deep/er", "index.js");
  const cached = join(other, ".cache/fingerprint.json");
  for (const folder of ["deep/er", "node_modules", ".cache"])
    await mkdir(join(other, folder), { recursive: true });
  await writeFile(cached, "");
  watcher.add({ files: [cached] });
  await writeFile(join(other, "node_modules/installed.js"), "");
  await expect
    .poll(
      async () =>
        Promise.all([cached, file].map((each) => writeFile(each, String(seen.length)))).then(() => [
          ...new Set(seen),
        ]),
      {
        interval: 300,
        timeout: 10_000,
      },
    )
    .toEqual([file]);
});

test("what Python compiles is no change", async () => {
  const root = await mkdtemp(join(tmpdir(), "root-"));
  const compiled = join(root, "functions/__pycache__");
  await mkdir(compiled, { recursive: true });
  const { seen } = await watching(root);
  const source = join(root, "functions/handler.py");
  const write = async () => {
    await writeFile(join(compiled, "handler.pyc"), String(performance.now()));
    await writeFile(source, String(performance.now()));
    return new Set(seen);
  };
  await expect.poll(write, { interval: 300, timeout: 10_000 }).toEqual(new Set([source]));
});

test("a folder of modules that the app copies is watched, and no other one", async () => {
  const root = await mkdtemp(join(tmpdir(), "root-"));
  const [own, other] = ["own", "other"].map((name) => join(root, "layer/node_modules", name));
  for (const folder of [own, other]) await mkdir(folder ?? "", { recursive: true });
  const { watcher, seen } = await watching(root);
  watcher.add({ files: [], folders: [own ?? ""] });
  const write = async () => {
    await writeFile(join(other ?? "", "index.js"), String(performance.now()));
    await writeFile(join(own ?? "", "index.js"), String(performance.now()));
    return seen.length;
  };
  await expect.poll(write, { interval: 300, timeout: 10_000 }).toBeGreaterThan(0);
  expect(new Set(seen)).toEqual(new Set([join(own ?? "", "index.js")]));
});
