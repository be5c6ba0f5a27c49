import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeScript } from "../../testing/scripts.ts";
import { findPython } from "./find-python.ts";

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "pythons of ")));
});
afterEach(() => rm(folder, { recursive: true }));

const script = (path: string, text: string) => writeScript(join(folder, path), text);
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

  test.each(["versions", "installs/python"])("%s next to shims has the newest 3.13", async (versions) => {
    await script("bin/python3", python("3.13.0"));
    for (const version of ["3.13.2", "3.13.10", "3.12.9", "3.14.0"])
      await script(`manager/${versions}/${version}/bin/python${version.slice(0, 4)}`, python(version));
    expect(await findPython(path("manager/shims", "bin"))).toMatchObject({ version: "3.13.10" });
  });

  test.each(["python3", "python"])("%s is taken when it is a 3.13", async (name) => {
    await script("old/python3", python("3.11.2"));
    const found = await script(`new/${name}`, python("3.13.2"));
    expect(await findPython(path("old", "new"))).toMatchObject({ path: found });
  });
});

test("what is not usable is listed with the reason", async () => {
  const shim = await script("shims/python3.13", FAILING_SHIM);
  const old = await script("bin/python3", python("3.11.2"));
  const threaded = await script("bin/python", python("3.13.1", "cpythont"));
  expect(await findPython(path("shims", "bin"))).toEqual([
    `${shim} fails: pyenv: python3.13: command not found`,
    `${old} is Python 3.11.2`,
    `${threaded} is a free-threaded CPython 3.13.1`,
  ]);
  expect(await findPython(path("empty"))).toEqual([]);
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
  ])("that %s is an error, though another would work", async (_, arrange, why) => {
    await script("bin/python3.13", python("3.13.2"));
    const own = await arrange();
    const search = findPython({ ...path("bin"), PYTHON: own });
    await expect(search).rejects.toMatchObject({ code: "PYTHON_UNUSABLE" });
    await expect(search).rejects.toThrow(why);
  });
});
