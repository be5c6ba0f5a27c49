import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Watcher } from "./watcher.ts";

const watches = () => process.getActiveResourcesInfo().filter((name) => name === "FSEventWrap").length;

test("a watcher that is closed watches nothing more, also when sources are added to it", async () => {
  const [root, other] = [await mkdtemp(join(tmpdir(), "root-")), await mkdtemp(join(tmpdir(), "other-"))];
  onTestFinished(async () => {
    for (const folder of [root, other]) await rm(folder, { recursive: true });
  });
  const source = join(other, "shared.ts");
  await writeFile(source, "");
  const before = watches();
  const watcher = await Watcher.start({ root, outputs: [], onChange: () => {}, onQuiet: () => {} });
  expect(watches()).toBeGreaterThan(before);
  await watcher[Symbol.asyncDispose]();
  watcher.add([source]);
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
      const watcher = await Watcher.start({ root, outputs: [], onChange: () => {}, onQuiet: () => {} });
      const removal = rm(root, { recursive: true });
      // each is closed at another moment of the removal
      for (let turn = 0; turn < delay; turn++) await new Promise(setImmediate);
      await watcher[Symbol.asyncDispose]();
      await removal;
    }),
  );
  await expect.poll(watches, { interval: 20 }).toBe(before);
});
