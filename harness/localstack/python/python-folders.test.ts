import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { versionFolders } from "./python-folders.ts";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "a home [of] "));
});
afterEach(() => rm(home, { recursive: true }));

async function put(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(join(home, dirname(path)), { recursive: true });
    await writeFile(join(home, path), "");
  }
}

/** What is found within the test's own folder; the machine has interpreters of its own. */
async function found(env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const paths: string[] = [];
  for await (const path of versionFolders("3.13", env, [home]))
    if (path.startsWith(home)) paths.push(path.slice(home.length + 1));
  return paths;
}

describe("finds", () => {
  test.each([
    ["pyenv", ".pyenv/versions/3.13.1/bin/python3.13"],
    ["asdf", ".asdf/installs/python/3.13.1/bin/python3.13"],
    ["mise", ".local/share/mise/installs/python/3.13/bin/python3.13"],
    ["uv", ".local/share/uv/python/cpython-3.13.1-linux-x86_64-gnu/bin/python3.13"],
    ["conda", "miniforge3/envs/thing/bin/python3.13"],
  ])("what %s installed", async (_, path) => {
    await put(path);
    expect(await found()).toEqual([path]);
  });

  test("what is beside shims on the PATH, wherever that is", async () => {
    await put("elsewhere/versions/3.13.1/bin/python3.13");
    expect(await found({ PATH: `/bin:${join(home, "elsewhere/shims")}` })).toEqual([
      "elsewhere/versions/3.13.1/bin/python3.13",
    ]);
  });

  test("what is where a variable says", async () => {
    await put("a/versions/3.13.1/bin/python3.13", "b/cpython-3.13.2-x/bin/python3.13");
    expect(await found({ PYENV_ROOT: join(home, "a"), UV_PYTHON_INSTALL_DIR: join(home, "b") })).toEqual([
      "a/versions/3.13.1/bin/python3.13",
      "b/cpython-3.13.2-x/bin/python3.13",
    ]);
  });

  test("the newest first, and no other version", async () => {
    await put(
      ...["3.13.2", "3.13.10", "3.12.9", "3.14.0"].map(
        (version) => `.pyenv/versions/${version}/bin/python${version.slice(0, 4)}`,
      ),
    );
    expect(await found()).toEqual([
      ".pyenv/versions/3.13.10/bin/python3.13",
      ".pyenv/versions/3.13.2/bin/python3.13",
    ]);
  });
});
