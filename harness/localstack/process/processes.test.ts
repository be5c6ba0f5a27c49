import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { poll } from "../../core/poll.ts";
import { inspectProcess, isAlive, parseEnvironments, parsePs, processesOf, sendSignal } from "./processes.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "a folder ")));
});
afterEach(() => rm(folder, { recursive: true }));

/** A process that does nothing, until it is disposed of. */
function idle(env: Record<string, string> = {}, cwd = "/") {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { env, cwd, stdio: "ignore" });
  const { pid } = child;
  if (pid === undefined) throw new Error("no process");
  const end = async () => {
    const exit = once(child, "exit");
    child.kill("SIGKILL");
    await exit;
  };
  return { pid, end, [Symbol.asyncDispose]: end };
}

describe("a process", () => {
  test("is known by number and start", async () => {
    const self = await inspectProcess(process.pid);
    expect(self).toMatchObject({ pid: process.pid, parent: process.ppid });
    expect(self && (await isAlive(self))).toBe(true);
  });

  test("that was stopped is known to be", async () => {
    await using idler = idle();
    process.kill(idler.pid, "SIGSTOP");
    await poll({ awaiting: "the stop", within: 5_000 }, async () =>
      (await inspectProcess(idler.pid))?.isStopped ? { done: true } : { seen: "it runs" },
    );
  });

  test("is another one with another start: its number was used again", async () => {
    expect(await isAlive({ pid: process.pid, started: "long ago" })).toBe(false);
  });

  test("that has ended is gone, and no signal to it fails", async () => {
    const { pid, end } = idle();
    await end();
    expect(await inspectProcess(pid)).toBeUndefined();
    expect(() => sendSignal(pid, "SIGTERM")).not.toThrow();
  });
});

describe("the processes of a folder", () => {
  const found = () =>
    poll({ awaiting: "a process", within: 5_000 }, async () => {
      const pids = await processesOf(folder);
      return pids.length > 0 ? { done: pids } : { seen: "none" };
    });

  test.each(["HOME", "TMPDIR", "FILESYSTEM_ROOT", "LAMBDA_TASK_ROOT"])(
    "are those whose %s is within it",
    async (name) => {
      await using process = idle({ [name]: join(folder, "within") });
      expect(await found()).toEqual([process.pid]);
    },
  );

  test("are not those that only work in it, nor those of a folder with a longer name", async () => {
    await using marked = idle({ HOME: join(folder, "home") });
    await using _shell = idle({ PWD: folder }, folder);
    await using _other = idle({ HOME: `${folder}0/home` });
    expect(await found()).toEqual([marked.pid]);
  });
});

describe("what ps prints", () => {
  test("of a process", () => {
    expect(parsePs(7, "    1 Ss   Mon Nov 23 15:57:24 2026 node scripts/start.ts --x")).toEqual({
      pid: 7,
      parent: 1,
      started: "Mon Nov 23 15:57:24 2026",
      command: "node scripts/start.ts --x",
      isStopped: false,
    });
  });

  test("of one that is stopped", () => {
    expect(parsePs(7, "    1 T    Mon Nov 23 15:57:24 2026 node")).toMatchObject({ isStopped: true });
  });

  test.each([
    ["a zombie", "    1 Z    Mon Nov 23 15:57:24 2026 (node)"],
    ["nothing", ""],
  ])("of %s: it is gone", (_, line) => expect(parsePs(7, line)).toBeUndefined());

  test("of environments", () => {
    expect(parseEnvironments("    7 node x HOME=/a b/c\n12345 sh\n")).toEqual([
      { pid: 7, environment: "node x HOME=/a b/c" },
      { pid: 12345, environment: "sh" },
    ]);
  });
});
