import fs from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
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
  before("readFileSync", note);
  before("readFile", note);
  before("createReadStream", note);
  // what is missing may be made later: a `.env`
  const { existsSync } = fs;
  before("existsSync", (path) => existsSync(path as string) || note(path));
  const { loadEnvFile } = process;
  process.loadEnvFile = (path = ".env") => {
    note(path);
    loadEnvFile(path);
  };
  before("copyFileSync", (from, to) => {
    const [source, target] = [pathOf(from), pathOf(to)];
    if (!source || !target) return;
    const origin = installed.get(source) ?? source;
    if (origin.includes(INSTALLED)) installed.set(target, origin);
    if (within(assembly, target)) copies.push([origin, target]);
  });
  const { readFile } = fs.promises;
  fs.promises.readFile = ((path: Parameters<typeof readFile>[0], ...rest: []) => {
    note(path);
    return readFile(path, ...rest);
  }) as typeof readFile;
  syncBuiltinESMExports();
  // Node.js 22.15 has it; before, only what is required is seen
  if ("registerHooks" in module)
    module.registerHooks({
      load(url, context, next) {
        if (url.startsWith("file:")) {
          const file = fileURLToPath(url.replace(/[?#].*$/, ""));
          note(file);
          if (isOwn(file)) modules.add(file);
          else if (context.conditions.includes("import")) imported.add(url);
        }
        return next(url, context);
      },
    });
  return () => ({ inputs: [...inputs], copies, loaded: [...modules], imported: [...imported] });
}

type Watched = "existsSync" | "readFileSync" | "readFile" | "createReadStream" | "copyFileSync";

/** Calls a function before each call of one of `node:fs`, with the same arguments. */
function before(name: Watched, look: (...args: unknown[]) => void): void {
  const original = fs[name] as (...args: unknown[]) => unknown;
  const replaced = (...args: unknown[]) => {
    look(...args);
    return original.apply(fs, args);
  };
  Object.assign(fs, { [name]: Object.assign(replaced, original) });
}

function pathOf(path: unknown): string | undefined {
  if (path instanceof URL) return path.protocol === "file:" ? fileURLToPath(path) : undefined;
  return typeof path === "string" || Buffer.isBuffer(path) ? resolve(String(path)) : undefined;
}

const within = (folder: string, path: string): boolean => folder !== "" && path.startsWith(folder + sep);
