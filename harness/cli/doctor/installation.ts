import { constants, existsSync, realpathSync } from "node:fs";
import { access, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Check, ok, problem, warning } from "./finding.ts";

/** The Node.js that runs this, and the functions. A project may have its own, which its npm scripts use. */
export const nodeCheck = (root: string, version = process.version, path = process.execPath): Check => ({
  title: "Node.js",
  async examine() {
    const own = join(root, "node_modules", ".bin", "node");
    if (!existsSync(own)) return ok(`${version} at ${path}`);
    return realpathSync(own) === realpathSync(path)
      ? ok(`${version} (from node_modules)`)
      : warning(`${version} at ${path}, but the project has its own`, "start commands with npm, or with npx");
  },
});

/** Bytes that the LocalStack environment takes while it is built, and that a run may write. */
export const BUILD_BYTES = 1_000_000_000;
export const RUN_BYTES = 300_000_000;

/** Room and permission for what is written: the environment, LocalStack's state, unzipped functions. */
export const diskCheck = (folder: string, needed: number): Check => ({
  title: "disk",
  async examine() {
    try {
      await access(folder, constants.W_OK);
    } catch {
      return problem(`${folder} cannot be written to`, "give yourself write permission, or clone elsewhere");
    }
    const { bavail, bsize } = await statfs(folder);
    const free = bavail * bsize;
    const detail = `${gigabytes(free)} free at ${folder}`;
    return free < needed ? problem(detail, `make room: ${gigabytes(needed)} are needed`) : ok(detail);
  },
});

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** Whether a file or folder is there. */
export const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
