import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { poll } from "../../core/poll.ts";
import { inspectProcess } from "./processes.ts";
import { run } from "./supervised-command.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const env = { PATH: process.env.PATH ?? "" };
let cwd: string;

beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), "run "));
});
afterEach(() => rm(cwd, { recursive: true }));

/** A shell that ignores SIGTERM, with a child; both write their numbers into a file, and then do nothing. */
const STUBBORN = 'trap "" TERM; sleep 1000 & echo $$ $! > pids.new && mv pids.new pids; wait; sleep 1000';

const pids = () =>
  poll({ awaiting: "the processes", within: 10_000 }, async () => {
    const text = await readFile(join(cwd, "pids"), "utf8").catch(() => undefined);
    return text ? { done: text.trim().split(" ").map(Number) } : { seen: "no file" };
  });

const allGone = (numbers: readonly number[]) =>
  poll({ awaiting: "their end", within: 10_000 }, async () => {
    const left = (await Promise.all(numbers.map(inspectProcess))).filter((process) => process !== undefined);
    return left.length === 0 ? { done: true } : { seen: left.map(({ command }) => command).join() };
  });

describe("a command", () => {
  test("gives its exit code and all that it said, line by line", async () => {
    const lines: string[] = [];
    const result = await run("sh", ["-c", "echo one; echo two >&2; exit 3"], {
      env,
      cwd,
      onLine: (line) => lines.push(line),
    });
    expect(result).toEqual({ exitCode: 3, output: "one\ntwo" });
    expect(lines).toEqual(["one", "two"]);
  });

  test("that is not there says so", async () => {
    expect(await run("no-such-command", [], { env, cwd })).toEqual({
      exitCode: 127,
      output: expect.stringContaining("ENOENT"),
    });
  });

  test("that a signal ended says which", async () => {
    expect(await run("sh", ["-c", "kill -9 $$"], { env, cwd })).toMatchObject({ exitCode: 137 });
  });

  test("sees the given environment only", async () => {
    const { output } = await run("env", [], { env: { ...env, GIVEN: "1" }, cwd });
    const names = output.split("\n").map((line) => line.split("=")[0]);
    expect(names).toEqual(expect.arrayContaining(["PATH", "GIVEN"]));
    expect(names).not.toContain("VITEST");
  });

  test("is ended with all that it started, when the signal says so", async () => {
    const controller = new AbortController();
    const running = run("sh", ["-c", STUBBORN], { env, cwd, signal: controller.signal });
    const started = await pids();
    controller.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    await allGone(started);
  });

  test("is ended with all that it started, when its starter is killed", async () => {
    const script = `
      import { run } from ${JSON.stringify(join(import.meta.dirname, "supervised-command.ts"))};
      await run("sh", ["-c", ${JSON.stringify(STUBBORN)}], { env: process.env, cwd: ${JSON.stringify(cwd)} });
    `;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], { env, stdio: "ignore" });
    const started = await pids();
    starter.kill("SIGKILL");
    await once(starter, "exit");
    await allGone(started);
  });
});
