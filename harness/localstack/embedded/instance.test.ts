import { spawn } from "node:child_process";
import { once } from "node:events";
import { access, chmod, chown, mkdir, mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { poll } from "../../core/poll.ts";
import { inspectProcess, isAlive, type ProcessIdentity } from "../process/processes.ts";
import { endInstance, endLeftovers, isOrphan, readInstance, writeInstance } from "./instance.ts";
import { stateFolder } from "./state-folder.ts";
import { stopDetached } from "./stop-detached.ts";

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

/** A process that does nothing, with its files in the folder, as LocalStack and functions have them. */
async function idle(script = "", at = folder): Promise<ProcessIdentity> {
  const ready = 'process.stdout.write("ready"); setInterval(() => {}, 1e6)';
  const child = spawn(process.execPath, ["-e", `${script}; ${ready}`], {
    env: { TMPDIR: join(at, "tmp") },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  if (child.pid === undefined) throw new Error("no process");
  pids.push(child.pid);
  // until Node.js runs in it, it has this process's environment, and its own answer to signals
  await once(child.stdout, "data");
  return identityOf(child.pid);
}

async function identityOf(pid: number): Promise<ProcessIdentity> {
  const running = await inspectProcess(pid);
  if (!running) throw new Error("no process");
  return { pid, started: running.started };
}

const isGone = (identity: ProcessIdentity) =>
  poll({ awaiting: "the end of a process", within: 10_000 }, async () =>
    (await isAlive(identity)) ? { seen: "it runs" } : { done: true },
  );

const GONE: ProcessIdentity = { pid: process.pid, started: "long ago" };

describe("an instance", () => {
  test("is found by what is on record", async () => {
    const instance = { ...(await idle()), port: 4999, owner: await identityOf(process.pid) };
    await writeInstance(folder, instance);
    expect(await readInstance(folder)).toEqual(instance);
    expect((await stat(join(folder, "instance.json"))).mode & 0o777).toBe(0o600);
  });

  test("in a folder of another user is an error with the next step", async () => {
    await chmod(base, 0);
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid?.(65_534);
    try {
      await expect(readInstance(folder)).rejects.toMatchObject({
        code: "NOT_WRITABLE",
        message: expect.stringMatching(
          /^cannot write in .*instances .* \(EACCES.*\): make it writable for you/,
        ),
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
      await chmod(base, 0o700);
    }
  });

  test.each([
    ["nothing", undefined],
    ["half of it", "{"],
  ])("is not found where %s is on record", async (_, text) => {
    if (text) await writeFile(join(folder, "instance.json"), text);
    expect(await readInstance(folder)).toBeUndefined();
  });

  test.runIf(process.getuid?.() === 0)("is not found in another user's folder", async () => {
    await writeInstance(folder, { ...GONE, port: 4999 });
    await chown(folder, 65_534, 65_534);
    expect(await readInstance(folder)).toBeUndefined();
  });

  test("is an orphan while it runs, when its starter does not", async () => {
    const running = { ...(await idle()), port: 4999 };
    expect(await isOrphan({ ...running, owner: GONE })).toBe(true);
    expect(await isOrphan({ ...running, owner: await identityOf(process.pid) })).toBe(false);
    expect(await isOrphan(running)).toBe(false);
    expect(await isOrphan({ ...GONE, port: 4999, owner: GONE })).toBe(false);
  });

  test.each([
    ["that ends when asked to", ""],
    ["that does not, and is killed after a grace period", 'process.on("SIGTERM", () => {})'],
  ])("%s leaves no process and no file, and touches no other", async (_, script) => {
    const instance = await idle(script);
    const leftover = await idle();
    const other = await idle("", `${folder}0`);
    await writeInstance(folder, { ...instance, port: 4999 });
    await writeFile(join(folder, "mails.json"), "to ann@example.com");
    await endInstance(folder, instance);
    for (const ended of [instance, leftover]) await isGone(ended);
    expect(await isAlive(other)).toBe(true);
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  test("that was stopped ends, too, and at once", async () => {
    const instance = await idle();
    process.kill(instance.pid, "SIGSTOP");
    const start = performance.now();
    await endInstance(folder, instance);
    await isGone(instance);
    expect(performance.now() - start).toBeLessThan(4_000);
  });

  test("that saves its state has the time for it", async () => {
    const file = join(base, "saved");
    const instance = await idle(
      `process.on("SIGTERM", () =>
        setTimeout(() => { require("fs").writeFileSync(${JSON.stringify(file)}, ""); process.exit() }, 6_000))`,
    );
    await endInstance(folder, { ...instance, keeps: true });
    await access(file);
  });

  test("that ended is not confused with another process that has its number", async () => {
    await endInstance(folder, GONE);
    expect(await isAlive(await identityOf(process.pid))).toBe(true);
  });
});

test("what is left in a folder ends", async () => {
  const leftover = await idle();
  await endLeftovers(folder);
  await isGone(leftover);
});

describe("what was started detached", () => {
  test("is ended, with its state and its log", async () => {
    const instance = await idle();
    await writeInstance(folder, { ...instance, port: 4999 });
    const log = join(base, "localstack-4999.log");
    await writeFile(log, "");
    expect(await stopDetached(4999, base)).toBe(true);
    expect(await isAlive(instance)).toBe(false);
    for (const path of [folder, log]) await expect(access(path)).rejects.toThrow("ENOENT");
  });

  test("may not be there, or not any more", async () => {
    expect(await stopDetached(5000, base)).toBe(false);
    await writeInstance(folder, { ...GONE, port: 4999 });
    expect(await stopDetached(4999, base)).toBe(false);
  });

  test("is not what another process holds", async () => {
    const instance = await idle();
    await writeInstance(folder, { ...instance, port: 4999, owner: await identityOf(process.pid) });
    await expect(stopDetached(4999, base)).rejects.toMatchObject({
      code: "LOCALSTACK_IN_USE",
      message: expect.stringContaining(`belongs to process ${process.pid}`),
    });
    expect(await isAlive(instance)).toBe(true);
  });
});
