import { mkdtemp, readFile, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HarnessError } from "../../core/errors.ts";
import { writeScript } from "../../testing/scripts.ts";
import { ensurePython } from "./interpreter.ts";
import { ensureUv, findUv } from "./uv.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

vi.mock("./uv.ts");

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "a machine ")));
  vi.stubEnv("PATH", join(folder, "bin"));
  vi.stubEnv("PYTHON", undefined);
  vi.mocked(findUv).mockReset().mockResolvedValue(undefined);
  vi.mocked(ensureUv).mockReset();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const ENVIRONMENT = { PATH: "/usr/bin:/bin", UV_PYTHON_INSTALL_MIRROR: "https://mirror.example" };
const ensure = (onProgress = vi.fn()) => ensurePython({ cache: folder, settings: ENVIRONMENT, onProgress });
const python = (version = "3.13.9") => `echo ${version} cpython; echo "$0"`;

/** A uv that finds an interpreter once it has installed it, and shows where it would. */
const uv = (install = `touch "${folder}/installed"`) =>
  writeScript(
    join(folder, "uv"),
    `echo "$*; $UV_PYTHON_INSTALL_DIR; $UV_PYTHON_INSTALL_BIN" >> "${folder}/calls"
    case "$2" in
      find) test -e "${folder}/installed" && echo "${folder}/brought/python3.13" ;;
      install) ${install} ;;
    esac`,
  );
const calls = async () => (await readFile(join(folder, "calls"), "utf8")).trim().split("\n");

describe("an interpreter", () => {
  test("of the machine is taken, without uv", async () => {
    const path = await writeScript(join(folder, "bin", "python3.13"), python("3.13.2"));
    expect(await ensure()).toEqual({ path, version: "3.13.2" });
    expect(findUv).not.toHaveBeenCalled();
  });

  test("is one that the machine's uv knows already", async () => {
    const path = await writeScript(join(folder, "brought", "python3.13"), python());
    await writeScript(join(folder, "installed"), "");
    vi.mocked(findUv).mockResolvedValue(await uv());
    const onProgress = vi.fn();
    expect(await ensure(onProgress)).toEqual({ path, version: "3.13.9" });
    expect(await calls()).toEqual(["python find 3.13; ; 0"]);
    expect(onProgress).not.toHaveBeenCalled();
  });

  test("is brought by a fetched uv, into the cache", async () => {
    const path = await writeScript(join(folder, "brought", "python3.13"), python());
    vi.mocked(ensureUv).mockResolvedValue(await uv());
    const onProgress = vi.fn();
    expect(await ensure(onProgress)).toEqual({ path, version: "3.13.9" });
    expect(await calls()).toEqual(
      ["find", "install", "find"].map((command) => `python ${command} 3.13; ${folder}/python; 0`),
    );
    expect(onProgress).toHaveBeenCalledWith("fetching Python 3.13 by uv");
  });
});

describe("no interpreter is one sentence with what was tried, the cause and what to do", () => {
  test("where uv cannot be fetched", async () => {
    await writeScript(join(folder, "bin", "python3"), python("3.11.2"));
    const cause = new HarnessError("DOWNLOAD_FAILED", "the index cannot be reached");
    vi.mocked(ensureUv).mockRejectedValue(cause);
    await expect(ensure()).rejects.toMatchObject({
      code: "PYTHON_NOT_FOUND",
      cause,
      message:
        `no Python 3.13 on this machine (${folder}/bin/python3 is Python 3.11.2), and the index cannot be reached; ` +
        "or install Python 3.13, name one with PYTHON=<path>, or use Docker: TARGET=container",
    });
  });

  test.each([
    [
      "does not reach the network",
      "echo 'error: Failed to install'; echo '  Caused by: dns error'; exit 2",
      /, and uv cannot fetch it \(dns error\): the first start needs the network once: .*UV_PYTHON_INSTALL_MIRROR, then start again; or install Python 3\.13/,
    ],
    [
      "does not know the authority of a certificate",
      "echo '  cause: invalid peer certificate: UnknownIssuer'; exit 2",
      /\(invalid peer certificate: UnknownIssuer\): name the certificates .* SSL_CERT_FILE=<file>/,
    ],
    [
      "finds the disk full",
      "echo 'No space left on device (os error 28)'; exit 2",
      /, and the disk is full \(/,
    ],
    [
      "brings something else",
      undefined,
      /uv brings .*\/brought\/python3\.13, which cannot be run \(ENOENT\); or install/,
    ],
  ])("where uv %s", async (_, install, why) => {
    vi.mocked(ensureUv).mockResolvedValue(await uv(install));
    const failed = ensure();
    await expect(failed).rejects.toMatchObject({ code: "PYTHON_NOT_FOUND" });
    await expect(failed).rejects.toThrow(why);
  });
});
