import { existsSync, readFileSync } from "node:fs";
import module from "node:module";
import { dirname, join } from "node:path";

type Loader = typeof module & { _load(path: string, parent: null, isMain: true): unknown };

/**
 * Has programs that run the app by `Module.runMain`, as ts-node does, load it as they do without `--import`, with which
 * Node.js would pass over what they have registered for CommonJS.
 */
export function runMainAsUsual(): void {
  const { runMain } = module;
  module.runMain = (main = process.argv[1] ?? "") => {
    if (isEsModule(main)) runMain(main);
    else (module as Loader)._load(main, null, true);
  };
}

function isEsModule(path: string): boolean {
  if (/\.[cm][jt]s$/.test(path)) return /\.m[jt]s$/.test(path);
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, "package.json");
    if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, "utf8")).type === "module";
    if (folder === dirname(folder)) return false;
  }
}
