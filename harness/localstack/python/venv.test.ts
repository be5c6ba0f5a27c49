import { access, mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HarnessError } from "../../core/errors.ts";
import { writeScript } from "../../testing/scripts.ts";
import { type Installation, install } from "./install.ts";
import { ensurePython } from "./interpreter.ts";
import { discardVenv, ensureVenv } from "./venv.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

vi.mock("./install.ts", async (original) => ({ ...(await original<object>()), install: vi.fn() }));
vi.mock("./interpreter.ts");
vi.mock("./uv.ts");

let base: string;
let cache: string;
let requirements: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), `environments "of" 100% #1 `));
  cache = join(base, "not there yet", "localstack-harness");
  requirements = join(base, "requirements.txt");
  await writeFile(requirements, "thing==1\n");
  await writeScript(join(base, "python"), "echo 3.13.2");
  vi.stubEnv("PYTHON", undefined);
  vi.mocked(install).mockReset().mockImplementation(installFake);
  vi.mocked(ensurePython)
    .mockReset()
    .mockResolvedValue({ path: join(base, "python"), version: "3.13.2" });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

/** An environment of two files, one of them a link to the interpreter; it leaves something temporary. */
async function installFake({ folder, python, temporary }: Installation): Promise<void> {
  await writeFile(join(temporary, "uv.lock"), "");
  await mkdir(join(folder, "bin"), { recursive: true });
  await mkdir(join(folder, "lib"));
  await symlink(python.path, join(folder, "bin", "python"));
  await writeFile(join(folder, "lib", "thing.py"), "");
}

const ensure = (options = {}) => ensureVenv({ title: "Thing", requirements, cache, ...options });

describe("an environment", () => {
  test("is built by the first call, and used by the next, of any project", async () => {
    const folder = await ensure();
    expect(folder.slice(0, -16)).toBe(join(cache, "thing-"));
    expect(await ensure()).toBe(folder);
    expect(install).toHaveBeenCalledOnce();
    expect(await readdir(cache)).toEqual([basename(folder)]);
  });

  test("is built once by two calls at once", async () => {
    const onProgress = vi.fn();
    await Promise.all([ensure({ onProgress }), ensure({ onProgress })]);
    expect(install).toHaveBeenCalledOnce();
    expect(onProgress).toHaveBeenCalledWith("waiting for another start, which installs Thing");
  });

  test("can be used while another one is built", async () => {
    const first = await ensure();
    const [begun, building] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    vi.mocked(install).mockImplementationOnce(async (installation) => {
      begun.resolve();
      await building.promise;
      await installFake(installation);
    });
    await writeFile(requirements, "thing==2\n");
    const second = ensure();
    await begun.promise;
    await writeFile(requirements, "thing==1\n");
    expect(await ensure()).toBe(first);
    building.resolve();
    expect(await second).not.toBe(first);
  });

  test("may grow: Python writes next to what it reads", async () => {
    const folder = await ensure();
    await mkdir(join(folder, "lib", "__pycache__"));
    await writeFile(join(folder, "lib", "__pycache__", "thing.pyc"), "");
    await ensure();
    expect(install).toHaveBeenCalledOnce();
  });

  test.each<[string, (folder: string) => Promise<unknown>]>([
    ["was not written completely", (folder) => writeFile(join(folder, "complete.json"), "{")],
    ["lacks its last file", (folder) => rm(join(folder, "complete.json"))],
    ["lacks a file", (folder) => rm(join(folder, "lib", "thing.py"))],
    ["lacks a folder", (folder) => rm(join(folder, "lib"), { recursive: true })],
    ["lost its interpreter", () => rm(join(base, "python"))],
    ["has another version of Python now", () => writeScript(join(base, "python"), "echo 3.11.7")],
    ["is a file", (folder) => rm(folder, { recursive: true }).then(() => writeFile(folder, ""))],
    ["is empty", (folder) => rm(folder, { recursive: true }).then(() => mkdir(folder))],
    ["was discarded", discardVenv],
  ])("that %s is built again, once", async (_, damage) => {
    const folder = await ensure();
    await damage(folder);
    await writeScript(join(base, "python3.13"), "echo 3.13.3");
    vi.mocked(ensurePython).mockResolvedValue({ path: join(base, "python3.13"), version: "3.13.3" });
    expect(await ensure()).toBe(folder);
    expect(await ensure()).toBe(folder);
    expect(install).toHaveBeenCalledTimes(2);
    expect(await readdir(cache)).toEqual([basename(folder)]);
  });

  test("of another PYTHON or lock is another one", async () => {
    const folders = [await ensure()];
    vi.stubEnv("PYTHON", "/own/python");
    folders.push(await ensure());
    await writeFile(requirements, "thing==2\n");
    folders.push(await ensure());
    expect(new Set(folders).size).toBe(3);
  });

  test("that is interrupted leaves nothing that a later call could use", async () => {
    vi.mocked(install).mockImplementationOnce(async (installation) => {
      await installFake(installation);
      throw new Error("interrupted");
    });
    await expect(ensure()).rejects.toThrow("interrupted");
    expect(await readdir(cache)).toEqual([]);
    await ensure();
    expect(install).toHaveBeenCalledTimes(2);
  });

  test("keeps what is there where it cannot be built again", async () => {
    const folder = await ensure();
    await rm(join(folder, "lib", "thing.py"));
    vi.mocked(ensurePython).mockRejectedValue(new HarnessError("PYTHON_NOT_FOUND", "none"));
    await expect(ensure()).rejects.toMatchObject({ code: "PYTHON_NOT_FOUND" });
    await access(join(folder, "bin", "python"));
  });

  test("has more than packages, where its user says so", async () => {
    const finish = ({ folder }: Installation) => writeFile(join(folder, "index"), "");
    await access(join(await ensure({ finish }), "index"));
  });
});

describe("the cache folder", () => {
  test("on a full disk is one clear error", async () => {
    const cause = Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" });
    vi.mocked(install).mockRejectedValue(cause);
    await expect(ensure()).rejects.toMatchObject({ code: "DISK_FULL", cause });
  });

  test("that cannot be made names the variable that leads there", async () => {
    await writeFile(join(base, "file"), "");
    vi.stubEnv("XDG_CACHE_HOME", join(base, "file"));
    await expect(ensure({ cache: undefined })).rejects.toMatchObject({
      code: "NOT_WRITABLE",
      message: expect.stringContaining(`XDG_CACHE_HOME=${join(base, "file")} leads there`),
    });
  });

  test("loses what nothing has used for thirty days, when something is built", async () => {
    const day = 24 * 60 * 60 * 1000;
    const names = {
      "thing-0a": 31,
      "uv-0.9.1": 40,
      "thing-0b.tmp": 31,
      "thing-0c": 29,
      python: 90,
      "other.txt": 90,
    };
    for (const [name, days] of Object.entries(names)) {
      await mkdir(join(cache, name), { recursive: true });
      const time = new Date(Date.now() - days * day);
      await utimes(join(cache, name), time, time);
    }
    const folder = await ensure();
    expect((await readdir(cache)).sort()).toEqual(
      ["other.txt", "python", basename(folder), "thing-0c"].sort(),
    );
  });

  test("notes the last use of an environment", async () => {
    const folder = await ensure();
    await utimes(folder, 1, 1);
    await ensure();
    expect((await stat(folder)).mtimeMs).toBeGreaterThan(Date.now() - 60_000);
  });
});
