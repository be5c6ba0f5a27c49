import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { writeScript } from "../../testing/scripts.ts";
import { fetchWheel } from "./package-index.ts";
import { ensureUv, findUv } from "./uv.ts";
import { UV_VERSION, uvWheel } from "./uv-lock.ts";

vi.mock("./package-index.ts");

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "a cache "));
  vi.mocked(fetchWheel).mockReset();
  vi.stubEnv("PATH", join(folder, "bin"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

describe("the machine's uv", () => {
  const path = (...names: string[]) => ({ PATH: names.map((name) => join(folder, name)).join(delimiter) });

  test("is the first on the PATH that works and is not too old", async () => {
    await writeScript(join(folder, "a", "uv"), "exit 1");
    await writeScript(join(folder, "b", "uv"), "echo uv 0.4.30");
    await writeScript(join(folder, "c", "uv"), "echo 'uv 0.10.2 (Homebrew)'");
    await writeScript(join(folder, "d", "uv"), "echo uv 0.9.0");
    expect(await findUv(path("none", "a", "b", "c", "d"))).toBe(join(folder, "c", "uv"));
    expect(await findUv(path("none", "a", "b"))).toBeUndefined();
  });

  test("is used, and none is fetched", async () => {
    await writeScript(join(folder, "bin", "uv"), "echo uv 0.10.2");
    expect(await ensureUv({ cache: folder, settings: {} })).toBe(join(folder, "bin", "uv"));
    expect(fetchWheel).not.toHaveBeenCalled();
  });
});

describe("without uv", () => {
  const wheel = () =>
    Buffer.from(
      zipSync({
        [`uv-${UV_VERSION}.data/scripts/uv`]: strToU8("#!/bin/sh\n"),
        [`uv-${UV_VERSION}.data/scripts/uvx`]: strToU8("other"),
      }),
    );

  test("one is fetched into the cache, once", async () => {
    vi.mocked(fetchWheel).mockResolvedValue(wheel());
    const settings = { UV_DEFAULT_INDEX: "https://mirror.example" };
    const onProgress = vi.fn();
    const both = [1, 2].map(() => ensureUv({ cache: folder, settings, onProgress }));
    const path = join(folder, `uv-${UV_VERSION}`, "uv");
    expect(await Promise.all(both)).toEqual([path, path]);
    expect(vi.mocked(fetchWheel).mock.calls).toEqual([["uv", uvWheel(), settings, expect.any(AbortSignal)]]);
    expect(onProgress.mock.calls).toEqual([[`fetching the installer uv ${UV_VERSION}`]]);
    expect(await readFile(path, "utf8")).toBe("#!/bin/sh\n");
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual([`uv-${UV_VERSION}`]);
  });

  test("a wheel without it leaves nothing", async () => {
    vi.mocked(fetchWheel).mockResolvedValue(Buffer.from(zipSync({ other: strToU8("") })));
    await expect(ensureUv({ cache: folder, settings: {} })).rejects.toThrow(/holds no uv-.*\/scripts\/uv$/);
    expect(await readdir(folder)).toEqual([]);
  });

  test("what cannot be fetched leaves nothing", async () => {
    vi.mocked(fetchWheel).mockRejectedValue(new Error("no network"));
    await expect(ensureUv({ cache: folder, settings: {} })).rejects.toThrow("no network");
    expect(await readdir(folder)).toEqual([]);
  });
});

test.each([
  ["darwin-arm64", /-py3-none-macosx_11_0_arm64\.whl$/],
  ["linux-x64", /-py3-none-manylinux_2_17_x86_64\.manylinux2014_x86_64\.whl$/],
  ["linux-x64-musl", /-py3-none-musllinux_1_1_x86_64\.whl$/],
  ["linux-arm64-musl", /_aarch64\.musllinux_1_1_aarch64\.whl$/],
])("the wheel for %s is known with its hash", (platform, file) => {
  expect(uvWheel(platform)).toEqual({
    file: expect.stringMatching(file),
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(uvWheel("aix-ppc64")).toBeUndefined();
});
