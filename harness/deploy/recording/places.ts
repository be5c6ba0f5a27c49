import { type BigIntStats, readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, parse, resolve } from "node:path";

export const NOTHING = "nothing";
/** Milliseconds by which the clock of a file system may be late. */
export const CLOCK_MS = 50;

/** Where esbuild looks for what it bundles: a change at any of these places may change the result. */
export function placesOf(inputs: readonly string[]): Set<string> {
  const places = new Set<string>();
  const folders = new Set<string>();
  for (const input of inputs) {
    // a source map of an input is read, too
    places.add(input).add(`${input}.map`);
    // a new file there may be found before the input, and before a folder with it
    places.add(dirname(input));
    if (basename(input).startsWith("index.")) places.add(dirname(dirname(input)));
    for (let folder = dirname(input); !folders.has(folder); folder = dirname(folder)) folders.add(folder);
  }
  places.delete(parse(inputs[0] ?? "/").root);
  for (const folder of folders) {
    for (const name of ["package.json", "tsconfig.json", "jsconfig.json", ".pnp.cjs"])
      places.add(join(folder, name));
    const installed = join(folder, "node_modules");
    places.add(installed);
    for (const name of namesIn(installed)) if (name.startsWith("@")) places.add(join(installed, name));
  }
  for (const place of [...places]) if (SETTINGS.test(basename(place))) addExtended(place, places);
  return places;
}

const SETTINGS = /^[jt]sconfig.*\.json$/;

/** Adds the settings that a file of settings for TypeScript extends. */
function addExtended(file: string, places: Set<string>): void {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return;
  }
  const [, extended = ""] = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text) ?? [];
  for (const [, name = ""] of extended.matchAll(/"([^"]+)"/g))
    for (const place of settingsNamed(name, file)) {
      if (places.has(place)) continue;
      places.add(place);
      addExtended(place, places);
    }
}

function settingsNamed(name: string, file: string): string[] {
  if (/^\.{0,2}\//.test(name))
    return ["", ".json"].map((extension) => resolve(dirname(file), `${name}${extension}`));
  const { resolve: find } = createRequire(file);
  return [name, `${name}.json`, `${name}/tsconfig.json`].flatMap((each) => {
    try {
      return find(each);
    } catch {
      return [];
    }
  });
}

export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

export const stateOf = (path: string): string => textOf(statOf(path));

export const statOf = (path: string): BigIntStats | undefined => {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // below a file
    return undefined;
  }
};

/** The time of the last change of the content or the name, which no program can set. */
export const textOf = (stats: BigIntStats | undefined): string =>
  stats ? `${stats.ctimeNs} ${stats.size} ${stats.ino}` : NOTHING;
