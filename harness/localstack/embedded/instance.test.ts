import { spawn } from "node:child_process";
import { access, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { stateFolder } from "../paths.ts";
import { inspectProcess, isAlive, type ProcessIdentity } from "../process/processes.ts";
import {
  endInstance,
  endLeftovers,
  isOrphan,
  prepareFolder,
  readInstance,
  sweepFolders,
  tailOfLog,
  writeInstance,
} from "./instance.ts";
import { LocalStackInUseError, stopDetached } from "./stop-detached.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

let base: string;
let folder: string;
const pids: number[] = [];

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "instances ")));
  folder = stateFolder(4999, base);
  await mkdir(folder);
});
afterEach(async () => {
  for (const pid of pids.splice(0)) {
    const left = await inspectProcess(pid);
    if (left) process.kill(pid, "SIGKILL");
  }
  await rm(base, { recursive: true });
});

/** A process that does nothing, with the files of the folder for its own, as LocalStack and functions have them. */
async function idle(script = "", at = folder): Promise<ProcessIdentity> {
  const child = spawn(process.execPath, ["-e", `${script}; setInterval(() => {}, 1e6)`], {
    env: { TMPDIR: join(at, "tmp") },
    stdio: "ignore",
    detached: true,
  });
  if (child.pid === undefined) throw new Error("no process");
  pids.push(child.pid);
  const process_ = await inspectProcess(child.pid);
  if (!process_) throw new Error("no process");
  return { pid: process_.pid, started: process_.started };
}

const self = async (): Promise<ProcessIdentity> => {
  const own = await inspectProcess(process.pid);
  if (!own) throw new Error("no process");
  return { pid: own.pid, started: own.started };
};

const GONE: ProcessIdentity = { pid: process.pid, started: "long ago" };

describe("an instance", () => {
  test("is found by what is written down", async () => {
    const instance = { ...(await idle()), port: 4999, owner: await self() };
    await writeInstance(folder, instance);
    expect(await readInstance(folder)).toEqual(instance);
  });

  test.each([
    ["nothing", undefined],
    ["half of it", "{"],
  ])("is not found where %s is written down", async (_, text) => {
    if (text) await writeFile(join(folder, "instance.json"), text);
    expect(await readInstance(folder)).toBeUndefined();
  });

  test("is an orphan while it runs, when its starter does not", async () => {
    const running = { ...(await idle()), port: 4999 };
    expect(await isOrphan({ ...running, owner: GONE })).toBe(true);
    expect(await isOrphan({ ...running, owner: await self() })).toBe(false);
    expect(await isOrphan(running)).toBe(false);
    expect(await isOrphan({ ...GONE, port: 4999, owner: GONE })).toBe(false);
  });

  test("ends with all that works in its folder, and with nothing else", async () => {
    const instance = await idle();
    const leftover = await idle();
    const other = await idle("", `${folder}0`);
    await writeInstance(folder, { ...instance, port: 4999 });
    await endInstance(folder, instance);
    // a process that was killed has no environment any more a moment before it is gone
    await vi.waitUntil(async () => !(await isAlive(leftover)));
    expect(await Promise.all([instance, other].map(isAlive))).toEqual([false, true]);
    expect(await readInstance(folder)).toBeUndefined();
  });

  test("that ended is not taken for another process with its number", async () => {
    await endInstance(folder, GONE);
    expect(await isAlive(await self())).toBe(true);
  });
});

test("what is left in a folder ends", async () => {
  const leftover = await idle();
  await endLeftovers(folder);
  expect(await isAlive(leftover)).toBe(false);
});

test("a folder is prepared empty", async () => {
  await writeFile(join(folder, "instance.json"), "{");
  await mkdir(join(folder, "tmp", "old"), { recursive: true });
  await prepareFolder(folder);
  expect((await readdir(folder)).sort()).toEqual(["filesystem", "home", "tmp"]);
  await expect(access(join(folder, "tmp", "old"))).rejects.toThrow("ENOENT");
});

test("of folders, those are swept whose port nobody chose and that have ended", async () => {
  const instances = {
    1: { ...GONE, port: 1, anyPort: true },
    2: { ...(await idle("", stateFolder(2, base))), port: 2, anyPort: true },
    3: { ...GONE, port: 3 },
  };
  for (const [port, instance] of Object.entries(instances)) {
    await mkdir(stateFolder(Number(port), base));
    await writeInstance(stateFolder(Number(port), base), instance);
  }
  await sweepFolders(base);
  expect((await readdir(base)).sort()).toEqual(["state-2", "state-3", "state-4999"]);
  await expect(sweepFolders(join(base, "nowhere"))).resolves.toBeUndefined();
});

test("the end of a log is its last lines", async () => {
  await writeFile(
    join(folder, "localstack.log"),
    Array.from({ length: 40 }, (_, line) => `line ${line}\n`).join(""),
  );
  const tail = await tailOfLog(folder);
  expect(tail.split("\n").at(-1)).toBe("line 39");
  expect(tail).not.toContain("line 20\n");
});

describe("what was started detached", () => {
  test("is ended", async () => {
    const instance = await idle();
    await writeInstance(folder, { ...instance, port: 4999 });
    expect(await stopDetached(4999, base)).toBe(true);
    expect(await isAlive(instance)).toBe(false);
  });

  test("may not be there, or not any more", async () => {
    expect(await stopDetached(5000, base)).toBe(false);
    await writeInstance(folder, { ...GONE, port: 4999 });
    expect(await stopDetached(4999, base)).toBe(false);
  });

  test("is not what somebody else holds", async () => {
    const instance = await idle();
    await writeInstance(folder, { ...instance, port: 4999, owner: await self() });
    await expect(stopDetached(4999, base)).rejects.toThrow(LocalStackInUseError);
    expect(await isAlive(instance)).toBe(true);
  });
});
