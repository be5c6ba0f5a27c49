import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { sep } from "node:path";
import { before, beforeLoads, pathOf, within } from "./before-calls.ts";
import type { Recording } from "./recording.ts";

const INSTALLED = `${sep}node_modules${sep}`;

type FileRecord = Pick<Recording, "inputs" | "copies" | "loaded" | "imported">;

/**
 * Notes which files of a project this process loads or reads, and what it copies into the assembly.
 * @param kept a folder whose files are not the project's
 * @returns a function that returns what was noted so far
 */
export function recordFiles(assembly = "", kept = ""): () => FileRecord {
  const inputs = new Set<string>();
  const modules = new Set<string>();
  const imported = new Set<string>();
  const copies: [string, string][] = [];
  /** Copies of files of packages: the CDK copies its own functions to a temporary folder first. */
  const installed = new Map<string, string>();
  const isOwn = (path: string) => !path.includes(INSTALLED) && !within(assembly, path) && !within(kept, path);
  const note = (path: unknown) => {
    const file = pathOf(path);
    if (file && isOwn(file)) inputs.add(file);
  };
  before(fs, "readFileSync", note);
  before(fs, "readFile", note);
  before(fs, "createReadStream", note);
  // what is missing may be made later: a `.env`
  const { existsSync } = fs;
  before(fs, "existsSync", (path) => existsSync(path as string) || note(path));
  before(process, "loadEnvFile", (path = ".env") => note(path));
  before(fs, "copyFileSync", (from, to) => {
    const [source, target] = [pathOf(from), pathOf(to)];
    if (!source || !target) return;
    const origin = installed.get(source) ?? source;
    if (origin.includes(INSTALLED)) installed.set(target, origin);
    if (within(assembly, target)) copies.push([origin, target]);
  });
  before(fs.promises, "readFile", note);
  syncBuiltinESMExports();
  // where this Node.js cannot, only what is required is seen
  beforeLoads((file, url, { conditions }) => {
    note(file);
    if (isOwn(file)) modules.add(file);
    else if (conditions.includes("import")) imported.add(url);
  });
  return () => ({ inputs: [...inputs], copies, loaded: [...modules], imported: [...imported] });
}
