import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { install, requirement } from "./install.ts";
import { DiskFullError, DownloadError, InstallerMissingError } from "./install-errors.ts";
import { findUv } from "./uv.ts";

// processes take their time on a busy machine
vi.setConfig({ testTimeout: 20_000 });

vi.mock("./uv.ts");

let base: string;
let folder: string;
let interpreter: string;
let calls: string;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "an installation "));
  folder = join(base, "python");
  interpreter = join(base, "python3.13");
  calls = join(base, "calls");
  vi.mocked(findUv).mockReset().mockResolvedValue(undefined);
});
afterEach(() => rm(base, { recursive: true }));

/**
 * An interpreter, as a shell script, that writes down how it was called. It makes environments with itself in them, and
 * pip puts a uv there. What differs from success is given by call.
 */
async function python(failures: { ensurepip?: string; fetchUv?: string; uv?: string; pip?: string } = {}) {
  const uv = `#!/bin/sh\necho "uv $*" >> "${calls}"\n${failures.uv ?? ""}\n`;
  await writeFile(join(base, "uv"), uv);
  await chmod(join(base, "uv"), 0o755);
  await writeFile(
    interpreter,
    `#!/bin/sh
    shift # -I
    echo "$*" >> "${calls}"
    case "$*" in
      "-m venv"*) mkdir -p "$4/bin" && cp "$0" "$4/bin/python" ;;
      "-m ensurepip"*) ${failures.ensurepip ?? ":"} ;;
      *uv.txt) ${failures.fetchUv ?? `cp "${base}/uv" "${folder}/bin/uv"`} ;;
      "-m pip config list") echo "global.index-url='https://mirror.example/simple'" ;;
      *) ${failures.pip ?? ":"} ;;
    esac
    `,
  );
  await chmod(interpreter, 0o755);
}

const OFFLINE = "echo 'error: Failed to fetch: dns error'; exit 2";

const installed = async (): Promise<string[]> => {
  await install({ folder, python: { path: interpreter, version: "3.13.2" } });
  return called();
};

/** The calls, as short as they can be told apart. */
const called = async (): Promise<string[]> =>
  (await readFile(calls, "utf8"))
    .trim()
    .split("\n")
    .map((line) => line.replace(/ (-I|--quiet|--no-compile|--retries 2)(?= )/g, ""))
    .map(
      (line) =>
        /^uv|ensurepip|venv|pip config|pip install|aws\.spec/.exec(line)?.[0] +
        (/[\w-]+\.txt$/.exec(line)?.[0] ?? ""),
    );

describe("an installation", () => {
  test("fetches uv by pip, and installs by uv: first what builds the others", async () => {
    await python();
    expect(await installed()).toEqual([
      "venv",
      "ensurepip",
      "pip installuv.txt",
      "pip config",
      "uvsetuptools.txt",
      "uvrequirements.txt",
      "aws.spec",
    ]);
    const text = await readFile(calls, "utf8");
    for (const line of text.split("\n").filter((line) => /requirements|setuptools|uv\.txt/.test(line)))
      expect(line).toContain("--require-hashes");
    expect(text).toMatch(/uv pip install .*--no-build-isolation -r .*requirements\.txt/);
  });

  test("takes a uv that is there, and then needs no pip", async () => {
    await python();
    vi.mocked(findUv).mockResolvedValue(join(base, "uv"));
    expect(await installed()).toEqual(["venv", "uvsetuptools.txt", "uvrequirements.txt", "aws.spec"]);
  });

  test("tries pip where uv does not reach the packages", async () => {
    await python({ uv: OFFLINE });
    vi.mocked(findUv).mockResolvedValue(join(base, "uv"));
    expect(await installed()).toEqual([
      "venv",
      "uvsetuptools.txt",
      "ensurepip",
      "pip installsetuptools.txt",
      "pip installrequirements.txt",
      "aws.spec",
    ]);
  });

  test("takes pip where there is no uv for this machine", async () => {
    await python({ fetchUv: "echo 'ERROR: No matching distribution found for uv'; exit 1" });
    expect((await installed()).slice(-3)).toEqual([
      "pip installsetuptools.txt",
      "pip installrequirements.txt",
      "aws.spec",
    ]);
  });

  test("without a network is one clear error", async () => {
    await python({ fetchUv: OFFLINE, pip: OFFLINE });
    await expect(installed()).rejects.toThrow(DownloadError);
  });

  test("on a full disk is an error at once: another installer would find no room either", async () => {
    await python({ uv: "echo 'No space left on device (os error 28)'; exit 2" });
    await expect(installed()).rejects.toThrow(DiskFullError);
    expect((await called()).at(-1)).toBe("uvsetuptools.txt");
  });

  test("by a Python without ensurepip and without uv says what to install", async () => {
    await python({ ensurepip: `echo "$0: No module named ensurepip"; exit 1` });
    await expect(installed()).rejects.toThrow(InstallerMissingError);
    await expect(installed()).rejects.toThrow(/python3\.13-venv/);
  });

  test("ends with the signal", async () => {
    await python();
    const reason = new Error("enough");
    await expect(
      install({
        folder,
        python: { path: interpreter, version: "3.13.2" },
        signal: AbortSignal.abort(reason),
      }),
    ).rejects.toBe(reason);
  });
});

describe("an entry of a lock", () => {
  const LOCK =
    "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\nsetuptools==82.0.0 ; x \\\n    --hash=sha256:c\ntwo==2\n";

  test.each([
    ["one", "one==1 \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"],
    ["setuptools", "setuptools==82.0.0 ; x \\\n    --hash=sha256:c\n"],
    ["two", "two==2\n"],
  ])("of %s is its line with the hashes", (name, entry) => expect(requirement(LOCK, name)).toBe(entry));
});
