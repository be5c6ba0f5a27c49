import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { findPython, PythonNotFoundError, PythonUnusableError } from "./find-python.ts";
import { versionFolders } from "./python-folders.ts";

// the machine's own interpreters
vi.mock("./python-folders.ts");

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "pythons of ")));
  vi.mocked(versionFolders).mockImplementation(async function* () {});
});
afterEach(() => rm(folder, { recursive: true }));

/** A file that behaves as a shell script says; gives its path. */
async function script(path: string, text: string): Promise<string> {
  const file = join(folder, path);
  await mkdir(join(file, ".."), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

const python = (version: string, implementation = "cpython") =>
  `echo ${version} ${implementation}; echo "$0"`;
const FAILING_SHIM = "echo 'pyenv: python3.13: command not found' >&2; exit 127";

const path = (...folders: string[]) => ({ PATH: folders.map((name) => join(folder, name)).join(delimiter) });

describe("on the PATH", () => {
  test("python3.13 is taken", async () => {
    const found = await script("bin/python3.13", python("3.13.2"));
    expect(await findPython(path("bin"))).toEqual({ path: found, version: "3.13.2" });
  });

  test("a shim that fails is passed over, for a later folder", async () => {
    await script("shims/python3.13", FAILING_SHIM);
    const found = await script("bin/python3.13", python("3.13.2"));
    expect(await findPython(path("shims", "bin"))).toMatchObject({ path: found });
  });

  test.each(["python3", "python"])("%s does, when it is a 3.13", async (name) => {
    await script("old/python3", python("3.11.2"));
    const found = await script(`new/${name}`, python("3.13.2"));
    expect(await findPython(path("old", "new"))).toMatchObject({ path: found });
  });

  test("what a version manager keeps comes before names that may be anything", async () => {
    await script("bin/python3", python("3.13.0"));
    const managed = await script("versions/3.13.9/bin/python3.13", python("3.13.9"));
    vi.mocked(versionFolders).mockImplementation(async function* () {
      yield managed;
    });
    expect(await findPython(path("bin"))).toEqual({ path: managed, version: "3.13.9" });
  });
});

describe("no usable Python", () => {
  test("is an error that tells all that was tried, and what to do", async () => {
    const shim = await script("shims/python3.13", FAILING_SHIM);
    const old = await script("bin/python3", python("3.11.2"));
    const threaded = await script("bin/python", python("3.13.1", "cpythont"));
    const error = await findPython(path("shims", "bin")).catch((error: Error) => error);
    expect(error).toBeInstanceOf(PythonNotFoundError);
    const { message } = error as Error;
    expect(message).toContain(`${shim}: fails: pyenv: python3.13: command not found`);
    expect(message).toContain(`${old}: is Python 3.11.2`);
    expect(message).toContain(`${threaded}: is a free-threaded CPython 3.13.1`);
    expect(message).toMatch(/uv python install 3\.13.*TARGET=container/);
  });

  test("tells one more thing that was tried", () => {
    const { message } = new PythonNotFoundError(["a: no"]).withMore("b: neither");
    expect(message).toMatch(/a: no\n {2}b: neither\n/);
  });

  test("on a machine without any says that", async () => {
    await expect(findPython(path("empty"))).rejects.toThrow(/Tried: nothing that is called Python/);
  });
});

describe("PYTHON", () => {
  test("is taken before all else", async () => {
    await script("bin/python3.13", python("3.13.2"));
    const own = await script("own/interpreter", python("3.13.7"));
    expect(await findPython({ ...path("bin"), PYTHON: own })).toEqual({ path: own, version: "3.13.7" });
  });

  test.each([
    ["is another version", () => script("own", python("3.12.1")), /is Python 3\.12\.1/],
    ["is not there", async () => join(folder, "nowhere"), /cannot be run \(ENOENT\)/],
    ["fails", () => script("own", "echo broken >&2; exit 1"), /fails: broken/],
    ["fails without a word", () => script("own", "exit 3"), /: fails: exit code 3;/],
  ])("that %s is an error, though another would do", async (_, arrange, why) => {
    await script("bin/python3.13", python("3.13.2"));
    const own = await arrange();
    const search = findPython({ ...path("bin"), PYTHON: own });
    await expect(search).rejects.toThrow(PythonUnusableError);
    await expect(search).rejects.toThrow(why);
  });
});
