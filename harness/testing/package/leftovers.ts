import { readdir, readFile, readlink } from "node:fs/promises";
import { join } from "node:path";

/** The processes that work in a folder, or were given a path in it: their command lines. Linux only. */
export async function processesWith(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const [environment, command, cwd] = await Promise.all([
      read(pid, "environ"),
      read(pid, "cmdline"),
      readlink(join("/proc", pid, "cwd")).catch(() => ""),
    ]);
    if ([environment, command, cwd].some((text) => text.includes(folder)))
      found.push(`${command.replaceAll("\0", " ").trim()} (pid ${pid})`);
  }
  return found;
}

/** Empty for a process that has ended, or that belongs to another user. */
const read = (pid: string, file: string): Promise<string> =>
  readFile(join("/proc", pid, file), "utf8").catch(() => "");
