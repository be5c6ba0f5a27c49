import { constants } from "node:fs";
import { access, readFile, stat, statfs } from "node:fs/promises";
import { join, relative } from "node:path";
import { execa } from "execa";
import { type Check, ok, problem, warning } from "./finding.ts";

/** The Node.js that AWS runs the functions on (nodejs24.x), which npm installs with the other packages. */
const NODE_MAJOR = 24;

/** The Node.js that runs this, which is the one that functions run on. */
export const nodeCheck = (root: string, version = process.version, path = process.execPath): Check => ({
  title: "Node.js",
  async examine() {
    const major = Number(/^v(\d+)\./.exec(version)?.[1]);
    if (major !== NODE_MAJOR) {
      return warning(
        `${version} at ${path}, but functions are made for ${NODE_MAJOR}`,
        "run npm ci, which brings it, and start commands with npm",
      );
    }
    const own = relative(root, path).startsWith("node_modules");
    return ok(`${version}${own ? " (from node_modules)" : ` at ${path}`}`);
  },
});

/** npm, which starts the commands. */
export const npmCheck = (userAgent = process.env.npm_config_user_agent): Check => ({
  title: "npm",
  async examine(cancelSignal) {
    const agent = /^npm\/(\S+)/.exec(userAgent ?? "")?.[1];
    if (agent) return ok(agent);
    const { stdout, failed } = await execa("npm", ["--version"], { reject: false, cancelSignal });
    return failed ? problem("not found", "install Node.js from https://nodejs.org with npm") : ok(stdout);
  },
});

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean }>;
}

/** Whether node_modules is what package-lock.json says. */
export const packagesCheck = (root: string): Check => ({
  title: "packages",
  async examine() {
    const wanted = await readJson<Lock>(join(root, "package-lock.json"));
    const there = await readJson<Lock>(join(root, "node_modules", ".package-lock.json"));
    if (!wanted || !there) return problem("not installed", "run npm ci");
    const other = differingPackages(wanted, there);
    return other.length === 0
      ? ok(`${Object.keys(there.packages).length} as locked`)
      : problem(`${other.length} differ from package-lock.json (${other[0]})`, "run npm ci");
  },
});

/** Packages that are missing, or there in another version. Optional ones may be missing. */
export const differingPackages = (wanted: Lock, there: Lock): string[] =>
  Object.entries(wanted.packages)
    .filter(([path, { version, optional }]) => {
      const found = there.packages[path];
      return path !== "" && (found ? found.version !== version : !optional);
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ""));

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

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
