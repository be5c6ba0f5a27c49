import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a shell script that can be run as a command; gives its path. */
export async function writeScript(path: string, text: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  return path;
}
