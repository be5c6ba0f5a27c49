import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type PreloadSettings, type Recording, SETTINGS } from "./recording.ts";

const PRELOAD = pathToFileURL(join(import.meta.dirname, `preload${extname(import.meta.filename)}`)).href;

/** Variables with which a process of a CDK app records what it does. */
export function recordingVariables(
  settings: Omit<PreloadSettings, "self" | "reader">,
  nodeOptions = "",
): Record<string, string> {
  return {
    NODE_OPTIONS: `${nodeOptions} --import=${PRELOAD}`.trim(),
    [SETTINGS]: JSON.stringify({ ...settings, self: PRELOAD, reader: process.pid } satisfies PreloadSettings),
  };
}

/** What each process of an app recorded in a folder. */
export async function recordingsIn<T>(folder: string): Promise<T[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), "utf8")) as T));
}

/** What all processes of an app recorded in a folder; undefined where none did. */
export async function readRecordings(folder: string): Promise<Recording | undefined> {
  const all = await recordingsIn<Recording>(folder);
  const [first] = all;
  if (!first) return undefined;
  return {
    variables: first.variables,
    inputs: all.flatMap(({ inputs }) => inputs),
    loaded: all.flatMap(({ loaded }) => loaded),
    copies: all.flatMap(({ copies }) => copies),
    bundles: all.flatMap(({ bundles }) => bundles),
    modules: all.flatMap(({ modules }) => modules),
    imported: all.flatMap(({ imported }) => imported),
  };
}
