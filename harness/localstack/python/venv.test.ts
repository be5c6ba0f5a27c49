import { access, chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findPython, PythonNotFoundError, tryPython } from "./find-python.ts";
import { type Installation, install } from "./install.ts";
import { DiskFullError } from "./install-errors.ts";
import { findUv, pythonByUv } from "./uv.ts";
import { discardEnvironment, ensureEnvironment } from "./venv.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const lock = vi.hoisted(() => ({ path: "" }));

vi.mock("./install.ts", async (original) => ({
  ...(await original<object>()),
  install: vi.fn(),
  get REQUIREMENTS() {
    return lock.path;
  },
}));
vi.mock("./find-python.ts", async (original) => ({
  ...(await original<object>()),
  findPython: vi.fn(),
  tryPython: vi.fn(),
}));
vi.mock("./uv.ts");

let base: string;
let folder: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "an environment "));
  folder = join(base, ".localstack", "python");
  lock.path = join(base, "requirements.txt");
  await writeFile(lock.path, "thing==1\n");
  vi.stubEnv("PYTHON", undefined);
  vi.mocked(install).mockReset().mockImplementation(installFake);
  vi.mocked(findPython).mockReset().mockResolvedValue({ path: "/usr/bin/python3.13", version: "3.13.2" });
  vi.mocked(findUv).mockReset().mockResolvedValue(undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

/** An environment of three files, one of them an interpreter that runs. */
async function installFake({ folder: at }: Pick<Installation, "folder">): Promise<void> {
  await mkdir(join(at, "bin"), { recursive: true });
  await mkdir(join(at, "lib"));
  await writeFile(join(at, "bin", "interpreter"), "#!/bin/sh\n");
  await chmod(join(at, "bin", "interpreter"), 0o755);
  await symlink("interpreter", join(at, "bin", "python"));
  await writeFile(join(at, "lib", "thing.py"), "");
}

const ensure = (options = {}) => ensureEnvironment({ folder, ...options });

describe("an environment", () => {
  test("is built by the first call, and used by the next", async () => {
    expect(await ensure()).toBe(join(folder, "bin", "python"));
    expect(await ensure()).toBe(join(folder, "bin", "python"));
    expect(install).toHaveBeenCalledOnce();
  });

  test("is built once by two calls at once", async () => {
    const onProgress = vi.fn();
    await Promise.all([ensure({ onProgress }), ensure({ onProgress })]);
    expect(install).toHaveBeenCalledOnce();
    expect(onProgress).toHaveBeenCalledWith("waiting for another start, which builds the environment");
  });

  test("may grow: Python writes beside what it reads", async () => {
    await ensure();
    await mkdir(join(folder, "lib", "__pycache__"));
    await writeFile(join(folder, "lib", "__pycache__", "thing.pyc"), "");
    await ensure();
    expect(install).toHaveBeenCalledOnce();
  });

  test.each<[string, () => Promise<unknown>]>([
    ["was interrupted while it was built", () => rm(join(folder, "complete.json"))],
    ["was not written down completely", () => writeFile(join(folder, "complete.json"), "{")],
    ["lacks a file", () => rm(join(folder, "lib", "thing.py"))],
    ["lacks a folder", () => rm(join(folder, "lib"), { recursive: true })],
    ["lost the interpreter behind it", () => rm(join(folder, "bin", "interpreter"))],
    ["is a file", () => rm(folder, { recursive: true }).then(() => writeFile(folder, ""))],
    ["is empty", () => rm(folder, { recursive: true }).then(() => mkdir(folder))],
    ["is of another lock", () => writeFile(lock.path, "thing==2\n")],
    ["was discarded", () => discardEnvironment(folder)],
  ])("that %s is built anew", async (_, damage) => {
    await ensure();
    await damage();
    await ensure();
    await ensure();
    expect(install).toHaveBeenCalledTimes(2);
  });

  test("is built anew when PYTHON names another interpreter, and not when it names none", async () => {
    vi.stubEnv("PYTHON", "/own/python");
    await ensure();
    await ensure();
    vi.stubEnv("PYTHON", undefined);
    await ensure();
    expect(install).toHaveBeenCalledTimes(1);
    vi.stubEnv("PYTHON", "/other/python");
    await ensure();
    expect(install).toHaveBeenCalledTimes(2);
  });

  test("that is interrupted leaves nothing that a later call could take for one", async () => {
    vi.mocked(install).mockImplementationOnce(async (installation) => {
      await installFake(installation);
      throw new Error("interrupted");
    });
    await expect(ensure()).rejects.toThrow("interrupted");
    await expect(access(folder)).rejects.toThrow("ENOENT");
    await ensure();
    expect(install).toHaveBeenCalledTimes(2);
  });

  test("on a full disk is one clear error", async () => {
    vi.mocked(install).mockRejectedValue(
      Object.assign(new Error("ENOSPC: no space left"), { code: "ENOSPC" }),
    );
    await expect(ensure()).rejects.toThrow(DiskFullError);
  });

  test("writes down what it was built of", async () => {
    await ensure();
    expect(JSON.parse(await readFile(join(folder, "complete.json"), "utf8"))).toMatchObject({
      lock: expect.stringMatching(/^[0-9a-f]{64}$/),
      interpreter: { path: "/usr/bin/python3.13", version: "3.13.2" },
      files: 3,
    });
  });
});

describe("without a Python", () => {
  beforeEach(() => {
    vi.mocked(findPython).mockRejectedValue(new PythonNotFoundError(["/usr/bin/python3: is Python 3.11.2"]));
  });

  test("and without uv, it says so, and leaves what is there", async () => {
    await mkdir(folder, { recursive: true });
    await expect(ensure()).rejects.toThrow(PythonNotFoundError);
    await access(folder);
  });

  test("uv brings one, where it is there", async () => {
    vi.mocked(findUv).mockResolvedValue("/bin/uv");
    vi.mocked(pythonByUv).mockResolvedValue({ path: "/uv/python3.13" });
    vi.mocked(tryPython).mockResolvedValue({ path: "/uv/python3.13", version: "3.13.9" });
    await ensure();
    expect(install).toHaveBeenCalledWith(
      expect.objectContaining({ python: { path: "/uv/python3.13", version: "3.13.9" } }),
    );
  });

  test("what uv said is told, where it could not", async () => {
    vi.mocked(findUv).mockResolvedValue("/bin/uv");
    vi.mocked(pythonByUv).mockResolvedValue({ why: "dns error" });
    await expect(ensure()).rejects.toThrow(/is Python 3\.11\.2\n.*\/bin\/uv python install 3\.13: dns error/);
  });
});
