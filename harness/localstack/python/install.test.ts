import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeScript } from "../../testing/scripts.ts";
import { install, requirement } from "./install.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

const LOCK =
  "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\nsetuptools==82.0.0 ; x \\\n    --hash=sha256:c\ntwo==2\n";

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "an installation "));
  await mkdir(join(base, "tmp"));
});
afterEach(() => rm(base, { recursive: true }));

/** Installs by a uv that writes down how it was called; gives the calls. */
async function installed(
  lock: string,
  { script = "", signal }: { script?: string; signal?: AbortSignal } = {},
) {
  const calls = join(base, "calls");
  const requirements = join(base, "requirements.txt");
  await writeFile(requirements, lock);
  await install({
    folder: join(base, "venv"),
    python: { path: "/usr/bin/python3.13", version: "3.13.2" },
    uv: await writeScript(join(base, "uv"), `echo "$*" | sed "s#${base}#.#g" >> "${calls}"\n${script}`),
    env: { PATH: "/usr/bin:/bin" },
    requirements,
    temporary: join(base, "tmp"),
    signal,
  });
  return (await readFile(calls, "utf8")).trim().split("\n");
}

const VENV = "venv --quiet --relocatable --no-project --python /usr/bin/python3.13 ./venv";
const LOCKED = "pip install --quiet --python ./venv/bin/python --require-hashes";

describe("an installation", () => {
  test("takes packages with the lock's hashes, and builds none", async () => {
    expect(await installed("one==1\n")).toEqual([
      VENV,
      `${LOCKED} --no-build --compile-bytecode -r ./requirements.txt`,
    ]);
  });

  test("of sources installs what builds them first", async () => {
    expect(await installed(LOCK)).toEqual([
      VENV,
      `${LOCKED} -r ./tmp/setuptools.txt`,
      `${LOCKED} --no-build-isolation --compile-bytecode -r ./requirements.txt`,
    ]);
    expect(await readFile(join(base, "tmp", "setuptools.txt"), "utf8")).toBe(requirement(LOCK, "setuptools"));
  });

  test.each([
    ["without a network", "error: Failed to fetch: dns error", "DOWNLOAD_FAILED"],
    ["on a full disk", "No space left on device (os error 28)", "DISK_FULL"],
    ["that fails otherwise", "error: Hash mismatch", "INSTALL_FAILED"],
  ])("%s is one clear error", async (_, output, code) => {
    await expect(installed("one==1\n", { script: `echo '${output}'; exit 2` })).rejects.toMatchObject({
      code,
    });
  });

  test("ends with the signal", async () => {
    const reason = new Error("enough");
    await expect(installed("", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

test.each([
  ["one", "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"],
  ["setuptools", "setuptools==82.0.0 ; x \\\n    --hash=sha256:c\n"],
  ["two", "two==2\n"],
  ["three", ""],
])("a lock's entry of %s is its line with the hashes", (name, entry) =>
  expect(requirement(LOCK, name)).toBe(entry),
);
