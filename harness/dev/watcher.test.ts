import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
