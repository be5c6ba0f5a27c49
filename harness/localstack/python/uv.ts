import { mkdir, rename, rm, utimes, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { unzipSync } from "fflate";
import { HarnessError } from "../../core/errors.ts";
import { PRIVATE_FOLDER } from "../../core/files/file-errors.ts";
import { removeIfKilled } from "../../core/files/remove-if-killed.ts";
import { withLock } from "../process/lock.ts";
import { isExecutable } from "./find-python.ts";
import { fetchWheel, type Settings } from "./package-index.ts";
import { UV_VERSION, uvWheel } from "./uv-lock.ts";

const TIMEOUT_MS = 15_000;
/** The first release with everything that is asked of it here. */
const OLDEST = "0.5.0";

/** A uv on the PATH that works. */
export async function findUv(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  for (const folder of new Set((env.PATH ?? "").split(delimiter))) {
    const path = join(folder, "uv");
    if (folder === "" || !(await isExecutable(path))) continue;
    const { stdout, failed } = await execa(path, ["--version"], { reject: false, timeout: TIMEOUT_MS });
    const [, version = ""] = /^uv (\S+)/.exec(stdout ?? "") ?? [];
    if (!failed && version.localeCompare(OLDEST, "en", { numeric: true }) >= 0) return path;
  }
  return undefined;
}

export interface UvOptions {
  /** The harness's cache folder. */
  cache: string;
  /** uv's environment, for how the package index is reached. */
  settings: Settings;
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/**
 * A uv that works: the machine's, else one that Node.js fetches from the Python package index into the cache, once.
 * @throws HarnessError `UV_UNAVAILABLE` and what `fetchWheel` throws; the signal's reason
 */
export async function ensureUv(options: UvOptions): Promise<string> {
  return (await findUv()) ?? (await fetchedUv(options));
}

async function fetchedUv({ cache, settings, onProgress, signal }: UvOptions): Promise<string> {
  const folder = join(cache, `uv-${UV_VERSION}`);
  const path = join(folder, "uv");
  return withLock(folder, { signal }, async (held) => {
    if (await isExecutable(path)) {
      await utimes(folder, new Date(), new Date());
      return path;
    }
    const wheel = uvWheel();
    if (!wheel)
      throw new HarnessError(
        "UV_UNAVAILABLE",
        `there is no uv for ${process.platform} on ${process.arch}: install Python 3.13 and uv yourself, ` +
          "or use Docker: TARGET=container",
      );
    onProgress?.(`fetching the installer uv ${UV_VERSION}`);
    const content = await fetchWheel("uv", wheel, settings, held);
    const script = `uv-${UV_VERSION}.data/scripts/uv`;
    const { [script]: binary } = unzipSync(content, { filter: ({ name }) => name === script });
    if (!binary) throw new Error(`${wheel.file} holds no ${script}`);
    const draft = `${folder}.new`;
    const clear = () => rm(draft, { recursive: true, force: true });
    await clear();
    using _ = await removeIfKilled(draft);
    try {
      await mkdir(draft, PRIVATE_FOLDER);
      await writeFile(join(draft, "uv"), binary, { mode: 0o700 });
      await rm(folder, { recursive: true, force: true });
      await rename(draft, folder);
    } finally {
      await clear();
    }
    return path;
  });
}
