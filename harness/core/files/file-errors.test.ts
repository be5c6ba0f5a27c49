import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { diskError, fileError, fullDisk, makeFolder } from "./file-errors.ts";

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "folders "));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(base, { recursive: true });
});

describe("a folder", () => {
  test("is made with those above it, for its owner only", async () => {
    await makeFolder(join(base, "a", "b"));
    await makeFolder(join(base, "a", "b"));
    for (const folder of ["a", "a/b"]) expect((await stat(join(base, folder))).mode & 0o777).toBe(0o700);
  });

  test("may be made by two at once", async () => {
    const both = [makeFolder(join(base, "a", "b")), makeFolder(join(base, "a", "b"))];
    await expect(Promise.all(both)).resolves.toHaveLength(2);
  });

  test("is not made where a file is", async () => {
    await writeFile(join(base, "file"), "");
    await expect(makeFolder(join(base, "file"))).rejects.toThrow("EEXIST");
    await expect(makeFolder(join(base, "file", "b"))).rejects.toThrow("ENOTDIR");
  });

  test.runIf(process.platform === "linux")("is not made where the system allows none", async () => {
    await expect(makeFolder("/proc/nothing/here")).rejects.toThrow("ENOENT");
  });
});

describe("a failed operation on files", () => {
  test.each([
    ["ENOSPC", "DISK_FULL", /^the disk is full \(ENOSPC.*free some, then start again$/],
    ["EDQUOT", "DISK_FULL", /^the disk is full \(EDQUOT/],
    ["EACCES", "NOT_WRITABLE", /^cannot write in \/a b \(EACCES.*\): make it writable for you/],
    ["EROFS", "NOT_WRITABLE", /^cannot write in \/a b \(EROFS.*use a copy of the project that is$/],
  ])("with %s is %s", (code, expected, message) => {
    const cause = Object.assign(new Error(`${code}: no, mkdir '/a b'`), { code });
    expect(fileError("/a b", cause)).toMatchObject({
      code: expected,
      cause,
      message: expect.stringMatching(message),
    });
  });

  test.each([
    [
      { HOME: "/", XDG_CACHE_HOME: "" },
      /HOME=\/ leads there; set HOME to your home folder, or XDG_CACHE_HOME/,
    ],
    [{ XDG_CACHE_HOME: "/closed" }, /XDG_CACHE_HOME=\/closed leads there;/],
  ])("in the cache folder names the variable that leads there: %j", async (env, message) => {
    for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
    const { cacheFolder } = await import("./cache-folder.ts");
    const folder = join(cacheFolder(), "localstack-1");
    const cause = Object.assign(new Error("EACCES"), { code: "EACCES" });
    expect(fileError(folder, cause)).toMatchObject({ message: expect.stringMatching(message) });
  });

  test("that finds a file where a folder has to be is NOT_WRITABLE", async () => {
    await writeFile(join(base, "file"), "");
    const error = await makeFolder(join(base, "file", "b")).catch((thrown: Error) => thrown);
    expect(fileError(base, error)).toMatchObject({ code: "NOT_WRITABLE", cause: error });
  });

  test("of another kind stays as it is", () => {
    const error = new Error("other");
    expect(fileError("/a b", error)).toBe(error);
  });
});

test("a disk with room is not full", async () => {
  expect(await fullDisk(base)).toBeUndefined();
  expect(await fullDisk(join(base, "nowhere"))).toBeUndefined();
  expect(await readdir(base)).toEqual([]);
});

describe("a program's output", () => {
  test.each([
    ["error: failed to copy file: No space left on device (os error 28)", "DISK_FULL"],
    ["OSError: [Errno 122] Disk quota exceeded", "DISK_FULL"],
    ["error: failed to create directory `/a b/x`: Permission denied (os error 13)", "NOT_WRITABLE"],
    ["OSError: [Errno 30] Read-only file system: '/a b'", "NOT_WRITABLE"],
    ["all is well", undefined],
  ])("%s", (output, code) => expect(diskError("/a b", output)?.code).toBe(code));

  test("about a full disk counts before what that led to", () => {
    const output = "No space left on device (os error 28)\nerror: Permission denied";
    expect(diskError("/a b", output)?.code).toBe("DISK_FULL");
  });
});
