import { existsSync } from "node:fs";
import { join, sep } from "node:path";

const FOLDER = `${sep}node_modules${sep}`;

/**
 * Whether a file is of a package that a package manager has installed. A layer may have modules in `nodejs/node_modules` that
 * are written there: no `package.json` is beside it.
 */
export function isInstalled(path: string): boolean {
  for (let at = path.indexOf(FOLDER); at >= 0; at = path.indexOf(FOLDER, at + 1))
    if (existsSync(join(path.slice(0, at), "package.json"))) return true;
  return false;
}
