import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import { poll } from "../../core/poll.ts";
import { ContainerLog } from "./container-log.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "log-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what the container says is in the file, and its last lines at hand", async () => {
  const log = await ContainerLog.open(4566, folder);
  const stream = new PassThrough();
  log.follow(stream);
  for (let line = 1; line <= 40; line++) stream.write(`line ${line}\n`);
  await poll({ awaiting: "the last line", within: 1_000 }, async () =>
    log.tail.endsWith("line 40") ? { done: true } : { seen: log.tail },
  );
  expect(log.tail.split("\n")).toHaveLength(30);
  expect((await stat(log.path)).mode & 0o777).toBe(0o600);
  log[Symbol.dispose]();
  expect(stream.destroyed).toBe(true);
  await poll({ awaiting: "the file", within: 1_000 }, async () => {
    const lines = (await readFile(log.path, "utf8")).trimEnd().split("\n");
    return lines.length === 40 ? { done: true } : { seen: `${lines.length} lines` };
  });
});

test("logs of more than a day ago are removed, and nothing else", async () => {
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const name of ["container-1.log", "container-2.log", "other.log"])
    await writeFile(join(folder, name), "");
  for (const name of ["container-1.log", "other.log"]) await utimes(join(folder, name), old, old);
  using _ = await ContainerLog.open(3, folder);
  await poll({ awaiting: "the new log", within: 1_000 }, async () => {
    const names = (await readdir(folder)).sort();
    return names.join() === "container-2.log,container-3.log,other.log"
      ? { done: true }
      : { seen: names.join() };
  });
});
