import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { pythonOf, requirement } from "../../localstack/python/install.ts";
import { installerEnvironment } from "../../localstack/python/installer-environment.ts";
import { ensureLocalStackVenv, LOCALSTACK_VENV } from "../../localstack/python/localstack-venv.ts";

/** Fetching uv and a package from the index, on a busy machine. */
const MINUTES = 180_000;

/** Packs this machine's Python as those that uv brings are packed, and prints its version. */
const PACK = `
import os, sys, sysconfig, tarfile
SKIPPED = ("__pycache__", "site-packages", "dist-packages", "test", "idlelib", "ensurepip", "config-")
def needed(member):
    return None if os.path.basename(member.name).startswith(SKIPPED) else member
library = os.path.join(sysconfig.get_config_var("LIBDIR") or "", sysconfig.get_config_var("LDLIBRARY") or "")
with tarfile.open(sys.argv[1], "w:gz", compresslevel=1) as archive:
    archive.add(os.path.realpath(sys._base_executable), "python/bin/python3.13")
    archive.add(sysconfig.get_path("stdlib"), "python/lib/python3.13", filter=needed)
    if os.path.isfile(library):
        archive.add(os.path.realpath(library), "python/lib/" + os.path.basename(library))
print(*sys.version_info[:3], sep=".")
`;

/** Installs as the first start in a project does, though one package only; prints what it says and its result. */
const INSTALL = (requirements: string): string => `
  import { ensureVenv } from ${JSON.stringify(resolve(import.meta.dirname, "../../localstack/python/venv.ts"))};
  const steps = [];
  const onProgress = (step) => steps.push(step);
  const options = { title: "six", requirements: ${JSON.stringify(requirements)}, onProgress };
  const outcome = await ensureVenv(options).then((folder) => ({ folder }), ({ code, message }) => ({ code, message }));
  console.log(JSON.stringify({ ...outcome, steps }));`;

describe("on a machine without Python, uv and Docker", () => {
  let folder: string;
  let version: string;
  let mirror: Server;
  const requests: string[] = [];
  let env: Record<string, string>;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), "without Python ")));
    for (const name of ["home", "tmp"]) await mkdir(join(folder, name));
    const lock = await readFile(LOCALSTACK_VENV.requirements, "utf8");
    await writeFile(join(folder, "requirements.txt"), requirement(lock, "six"));
    const archive = join(folder, "python.tar.gz");
    const python = pythonOf(await ensureLocalStackVenv());
    version = (await execa(python, ["-I", "-c", PACK, archive])).stdout;
    mirror = createServer(({ url = "" }, response) => {
      requests.push(url);
      createReadStream(archive).pipe(response);
    }).listen(0, "127.0.0.1");
    await once(mirror, "listening");
    env = {
      // how this machine reaches the package index
      ...(await installerEnvironment(join(folder, "tmp"))),
      PATH: "/nowhere",
      HOME: join(folder, "home"),
      XDG_CACHE_HOME: "",
      TMPDIR: join(folder, "tmp"),
      UV_CACHE_DIR: "",
      UV_PYTHON_INSTALL_MIRROR: `http://127.0.0.1:${(mirror.address() as AddressInfo).port}`,
      UV_PYTHON_DOWNLOADS_JSON_URL: await describeDownload(folder, archive, version),
    };
  }, MINUTES);
  afterAll(async () => {
    mirror.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A process of another project. */
  async function install(more: Record<string, string> = {}) {
    const script = INSTALL(join(folder, "requirements.txt"));
    const { stdout } = await execa(process.execPath, ["--input-type=module", "--eval", script], {
      cwd: folder,
      extendEnv: false,
      env: { ...env, ...more },
    });
    return JSON.parse(stdout) as { folder?: string; code?: string; message?: string; steps: string[] };
  }

  test(
    "Node.js fetches uv, uv brings Python, and all projects share the environment",
    async () => {
      const before = await readdir(join(folder, "tmp"));
      const [first, second] = await Promise.all([install(), install()]);
      expect([first.message, second.message]).toEqual([undefined, undefined]);
      expect(first.folder).toMatch(/localstack-harness\/six-[0-9a-f]{16}$/);
      expect(second.folder).toBe(first.folder);
      const steps = [first, second].flatMap((one) => one.steps).sort();
      expect(steps).toEqual([
        "fetching Python 3.13 by uv",
        expect.stringMatching(/^fetching the installer uv \d/),
        `installing six, once for this machine (Python ${version})`,
        "waiting for another start, which installs six",
      ]);
      expect(requests).toEqual(["/20250902/cpython-3.13.tar.gz"]);
      const python = pythonOf(first.folder ?? "");
      const { stdout } = await execa(python, [
        "-I",
        "-c",
        "import sys, six; print(sys.base_prefix, six.__name__)",
      ]);
      expect(stdout).toMatch(new RegExp(`^${folder}/home/.*/localstack-harness/python/cpython-.* six$`));
      // the second project's first start
      expect(await install()).toEqual({ folder: first.folder, steps: [] });
      expect(requests).toHaveLength(1);
      expect(await readdir(join(folder, "tmp"))).toEqual(before);
    },
    MINUTES,
  );

  test("without a network that is one sentence, with what to do", async () => {
    const closed = { UV_DEFAULT_INDEX: "http://127.0.0.1:9/simple", UV_FIND_LINKS: "" };
    const { code, message } = await install({ ...closed, HOME: join(folder, "offline") });
    expect(code).toBe("PYTHON_NOT_FOUND");
    expect(message).toMatch(
      /^no Python 3\.13 on this machine, and the Python package index http:\/\/127\.0\.0\.1:9\/simple cannot be reached .*; or install Python 3\.13, name one with PYTHON=<path>, or use Docker: TARGET=container$/,
    );
  });
});

/** A list of downloads for uv, whose own says what other archives hash to. */
async function describeDownload(folder: string, archive: string, version: string): Promise<string> {
  const [major, minor, patch] = version.split(".").map(Number);
  const arch = { x64: "x86_64", arm64: "aarch64" }[process.arch as string] ?? process.arch;
  const isLinux = process.platform === "linux";
  const [os, libc] = isLinux ? ["linux", "gnu"] : ["darwin", "none"];
  const download = {
    name: "cpython",
    arch: { family: arch, variant: null },
    os,
    libc,
    major,
    minor,
    patch,
    prerelease: "",
    url: "https://github.com/astral-sh/python-build-standalone/releases/download/20250902/cpython-3.13.tar.gz",
    sha256: createHash("sha256")
      .update(await readFile(archive))
      .digest("hex"),
    variant: null,
    build: "20250902",
  };
  const file = join(folder, "downloads.json");
  await writeFile(file, JSON.stringify({ [`cpython-${version}-${os}-${arch}-${libc}`]: download }));
  return file;
}
