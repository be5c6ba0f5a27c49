import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { installCommand } from "../../core/installation/package-manager.mjs";
import { type Check, ok, problem } from "./finding.ts";

/** The package manager that started the command, else npm. */
export const managerCheck = (userAgent = process.env.npm_config_user_agent): Check => ({
  title: "packages by",
  async examine(cancelSignal) {
    const [, name, version] = /^(\w+)\/(\S+)/.exec(userAgent ?? "") ?? [];
    if (name) return ok(`${name} ${version}`);
    const { stdout, failed } = await execa("npm", ["--version"], { reject: false, cancelSignal });
    return failed
      ? problem("not found", "install Node.js from https://nodejs.org with npm")
      : ok(`npm ${stdout}`);
  },
});

interface Lock {
  packages: Record<string, { version?: string; optional?: boolean }>;
}

/** Whether node_modules is what package-lock.json says, which in a monorepo is in a folder above. */
export const packagesCheck = (root: string): Check => ({
  title: "packages",
  async examine() {
    const folder = nearest(root, "package-lock.json");
    if (folder === undefined) {
      return nearest(root, "node_modules") === undefined
        ? problem("not installed", `run ${installCommand(root)}`)
        : ok(`installed; no package-lock.json to compare with`);
    }
    const wanted = await readJson<Lock>(join(folder, "package-lock.json"));
    const installed = await readJson<Lock>(join(folder, "node_modules", ".package-lock.json"));
    if (!wanted || !installed) return problem("not installed", "run npm ci");
    const different = differingPackages(wanted, installed);
    return different.length === 0
      ? ok(`${Object.keys(installed.packages).length} as locked`)
      : problem(
          `${different.length} missing, or in another version than in package-lock.json, such as ${different[0]}`,
          "run npm ci, without NODE_ENV=production and without --omit",
        );
  },
});

/** The folder, or the nearest above, that has such an entry. */
function nearest(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Packages that are missing, or installed in another version. Optional ones may be missing. */
export const differingPackages = (wanted: Lock, installed: Lock): string[] =>
  Object.entries(wanted.packages)
    .filter(([path, { version, optional }]) => {
      const found = installed.packages[path];
      return path !== "" && (found ? found.version !== version : !optional);
    })
    .map(([path]) => path.replace(/^.*node_modules\//, ""));

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
