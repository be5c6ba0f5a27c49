import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { execa } from "execa";

/** The settings of a tsconfig.json, with those that it extends, as `tsc --showConfig` prints them. */
export interface CompilerOptions {
  module?: string;
  moduleResolution?: string;
  noEmit?: boolean;
  skipLibCheck?: boolean;
}

/**
 * Whether TypeScript files that are added to a project would disturb what its `tsc` does: it would write JavaScript beside
 * them, or it resolves modules as Node.js 10 did and cannot read vitest's types.
 */
export async function isDisturbedByTypeScript(root: string): Promise<boolean> {
  const found = await compilerOf(root);
  if (!found) return false;
  const { stdout, failed } = await execa(process.execPath, [found.tsc, "--showConfig"], {
    cwd: root,
    reject: false,
  });
  // a tsconfig.json without any file, or none at all: then tsc checks nothing
  if (failed) return false;
  const { compilerOptions = {} } = JSON.parse(stdout) as { compilerOptions?: CompilerOptions };
  return isDisturbed(compilerOptions, found.major);
}

export function isDisturbed(options: CompilerOptions, major: number): boolean {
  if (!options.noEmit) return true;
  return resolvesAsNode10(options, major) && !options.skipLibCheck;
}

/** TypeScript 6 no longer has this kind of resolution as a default. */
function resolvesAsNode10(
  { module = "commonjs", moduleResolution }: CompilerOptions,
  major: number,
): boolean {
  if (moduleResolution !== undefined) return /^(node|node10|classic)$/i.test(moduleResolution);
  return major < 6 && /^(commonjs|amd|umd|system|none|es2015|es2020|es2022|esnext|es6)$/i.test(module);
}

async function compilerOf(root: string): Promise<{ tsc: string; major: number } | undefined> {
  try {
    const manifest = createRequire(join(root, "package.json")).resolve("typescript/package.json");
    const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
    return { tsc: join(dirname(manifest), "bin", "tsc"), major: Number.parseInt(version, 10) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
