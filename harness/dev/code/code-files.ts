import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import type { CodeFile } from "./zip.ts";

/** All files of a folder, links followed. */
export async function filesOf(folder: string): Promise<CodeFile[]> {
  const names = await glob("**", {
    cwd: folder,
    dot: true,
    onlyFiles: true,
    followSymbolicLinks: true,
    expandDirectories: false,
  });
  return Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      const [bytes, { mode }] = await Promise.all([readFile(path), stat(path)]);
      return { name, bytes, mode };
    }),
  );
}
