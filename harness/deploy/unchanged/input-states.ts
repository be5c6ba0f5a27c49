import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { basename, sep } from "node:path";
import { CLOCK_MS, NOTHING, placesOf, statOf, textOf } from "../recording/places.ts";
import type { InputRecording } from "../recording/recording.ts";

/** The states of files and folders, by path. */
export interface InputStates {
  /** The content of files; of folders only that they are there. */
  looked: Record<string, string>;
  /** The names in folders. */
  listed: Record<string, string>;
}

const INSTALLED = `${sep}node_modules`;

/**
 * The states of what an app depends on.
 * @param began when it was synthesised, by `Date.now()`
 * @returns the path of what has changed since, where something has: it is not known which content the app has read
 */
export function inputStates(
  { looked, listed, found }: Pick<InputRecording, "looked" | "listed" | "found">,
  began: number,
): InputStates | { changed: string } {
  const places = placesOf(found);
  const before = BigInt(began - CLOCK_MS) * 1_000_000n;
  const folders = [...places].filter((path) => statOf(path)?.isDirectory());
  const states: InputStates = { looked: {}, listed: {} };
  for (const path of [...looked, ...places]) {
    const stats = statOf(path);
    if (stats && !stats.isDirectory() && stats.ctimeNs >= before) return { changed: path };
    states.looked[path] = lookedState(path);
  }
  for (const path of [...listed, ...folders]) {
    const stats = statOf(path);
    if (stats && stats.ctimeNs >= before) return { changed: path };
    states.listed[path] = listedState(path);
  }
  return states;
}

/** Whether everything is as it was. */
export const isAsBefore = ({ looked, listed }: InputStates): boolean =>
  Object.entries(looked).every(([path, state]) => lookedState(path) === state) &&
  Object.entries(listed).every(([path, state]) => listedState(path) === state);

function lookedState(path: string): string {
  const stats = statOf(path);
  if (!stats) return NOTHING;
  if (stats.isDirectory()) return "folder";
  return isInstalled(path) ? textOf(stats) : contentOf(() => readFileSync(path));
}

function listedState(path: string): string {
  const stats = statOf(path);
  if (!stats) return NOTHING;
  return isInstalled(path) ? textOf(stats) : contentOf(() => readdirSync(path).sort().join("\n"));
}

/** Packages are installed as a whole: that takes less time to see than to read them. */
const isInstalled = (path: string): boolean =>
  path.includes(INSTALLED + sep) || basename(path) === "node_modules";

function contentOf(read: () => string | Buffer): string {
  try {
    return createHash("sha256").update(read()).digest("base64");
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code);
  }
}
