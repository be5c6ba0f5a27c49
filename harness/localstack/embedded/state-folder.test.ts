import { once } from "node:events";
import { access, mkdir, mkdtemp, readdir, realpath, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { inspectProcess, type ProcessIdentity } from "../process/processes.ts";
import { writeInstance } from "./instance.ts";
import { instanceProcesses, prepareState, stateFolder, sweepStates } from "./state-folder.ts";

let base: string;
beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), "states ")));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

const GONE: ProcessIdentity = { pid: process.pid, started: "long ago" };
const LONG = "a".repeat(90);

describe("a state", () => {
  test.each(["/home/ann/app/.localstack", "/Users/zoë/my apps/a+b_c@1~2/.localstack"])(
    "is in the project: %s",
    (project) => expect(stateFolder(4999, project)).toBe(`${project}/state-4999`),
  );

  test.each([
    ["#", "/home/ann/c#/.localstack"],
    ["%", "/home/ann/100%/.localstack"],
    ["?", "/home/ann/why?/.localstack"],
    ['"', '/home/ann/a "b"/.localstack'],
    ["a long path", `/home/${LONG}/${LONG}/${LONG}/.localstack`],
  ])("is in the user's cache where the project's path has %s, which LocalStack cannot use", (_, project) => {
    vi.stubEnv("XDG_CACHE_HOME", "/caches");
    const folder = stateFolder(4999, project);
    expect(folder).toMatch(/^\/caches\/localstack-harness\/state\/[0-9a-f]{12}-4999$/);
    expect(stateFolder(4999, project)).toBe(folder);
    expect(stateFolder(4999, `${project}2`)).not.toBe(folder);
  });

  test("is in the system's temporary folder where the cache's path does not work either", () => {
    vi.stubEnv("XDG_CACHE_HOME", "/caches #1");
    vi.stubEnv("TMPDIR", "/temporary");
    const pattern = /^\/temporary\/localstack-harness-[0-9a-f]{12}-4999$/;
    expect(stateFolder(4999, "/c#/.localstack")).toMatch(pattern);
    vi.stubEnv("TMPDIR", "/temporary #1");
    expect(stateFolder(4999, "/c#/.localstack")).toMatch(/^\/tmp\/localstack-harness-/);
  });

  test("is prepared empty, for its owner only", async () => {
    const folder = stateFolder(4999, join(base, "not there yet"));
    await prepareState(folder);
    await writeFile(join(folder, "tmp", "old"), "");
    await prepareState(folder);
    expect((await readdir(folder)).sort()).toEqual(["filesystem", "home", "tmp"]);
    expect(await readdir(join(folder, "tmp"))).toEqual(["package.json"]);
    for (const path of ["", "filesystem", "home", "tmp"])
      expect((await stat(join(folder, path))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, "tmp", "package.json"))).mode & 0o777).toBe(0o600);
  });
});

test("LocalStack's main process comes first, whichever number it has", async () => {
  const folder = stateFolder(4999, base);
  await prepareState(folder);
  const script = "setInterval(() => {}, 1_000); console.log()";
  const env = { FILESYSTEM_ROOT: join(folder, "filesystem") };
  const processes = [1, 2, 3].map(() => execa(process.execPath, ["-e", script], { env, reject: false }));
  try {
    await Promise.all(processes.map(({ stdout }) => once(stdout, "data")));
    const pids = processes.map(({ pid = 0 }) => pid);
    for (const pid of pids) {
      await writeInstance(folder, { pid, started: "any", port: 4999 });
      const [first, ...others] = await instanceProcesses(4999, base);
      expect(first).toBe(pid);
      expect(others.toSorted()).toEqual(pids.filter((other) => other !== pid).toSorted());
    }
  } finally {
    for (const { kill } of processes) kill();
    await Promise.all(processes);
  }
});

describe("a sweep", () => {
  test.each(["plain", "c#"])("removes the states of what has ended, in a project %s", async (name) => {
    vi.stubEnv("XDG_CACHE_HOME", join(base, "caches"));
    const project = join(base, name);
    await mkdir(project);
    const self = await inspectProcess(process.pid);
    if (!self) throw new Error("no process");
    const folders = [1, 2, 3, 4].map((port) => stateFolder(port, project));
    for (const folder of folders) await prepareState(folder);
    await writeInstance(stateFolder(1, project), { ...GONE, port: 1 });
    await writeInstance(stateFolder(2, project), { pid: self.pid, started: self.started, port: 2 });
    // another start is just preparing this one
    await mkdir(join(project, "state-4.lock"));
    await sweepStates(project);
    const isThere = folders.map((folder) =>
      access(folder).then(
        () => true,
        () => false,
      ),
    );
    expect(await Promise.all(isThere)).toEqual([false, true, false, true]);
  });

  test("removes logs of yesterday, but none of what still runs", async () => {
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    const names = [
      "localstack-1.log",
      "localstack-2.log",
      "localstack-3.log",
      "container-4.log",
      "other.log",
    ];
    for (const name of names) {
      await writeFile(join(base, name), "");
      if (name !== "localstack-3.log") await utimes(join(base, name), yesterday, yesterday);
    }
    await mkdir(stateFolder(2, base));
    const self = await inspectProcess(process.pid);
    if (self) await writeInstance(stateFolder(2, base), { ...self, port: 2 });
    await sweepStates(base);
    expect((await readdir(base)).sort()).toEqual([
      "localstack-2.log",
      "localstack-3.log",
      "other.log",
      "state-2",
    ]);
  });
});
