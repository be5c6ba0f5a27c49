import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { PRIVATE_FILE } from "../../core/files/file-errors.ts";
import { CLOCK_MS, NOTHING, namesIn, placesOf, stateOf, statOf, textOf } from "./places.ts";
import type { RecordedBundle } from "./recording.ts";

/** What a call of esbuild made. */
export interface Build {
  /** What the call returned. */
  result: unknown;
  bundle: RecordedBundle;
  /** The files that it wrote. */
  written: { path: string; contents: Uint8Array; mode: number }[];
}

/**
 * What calls of esbuild made, for later runs of an app, as long as no file that it follows from has changed: esbuild takes
 * half of the time of a synthesis.
 */
export class KeptBundles {
  readonly #folder: string;
  readonly #assembly: string;
  readonly #used = new Set<string>();
  /** What is in the files, where that was read before it is asked for. */
  readonly #known = new Map<string, Kept>();

  /**
   * @param assembly the folder that the app is synthesised to: of two runs with different ones in the same folder, the later
   * uses what the earlier made
   */
  constructor(folder: string, assembly = "") {
    this.#folder = folder;
    this.#assembly = assembly;
  }

  /** Reads everything that is kept now, which takes longer than to see whether it holds. */
  read(): void {
    for (const name of namesIn(this.#folder)) {
      // others are being written
      if (!FINISHED.test(name)) continue;
      const file = join(this.#folder, name);
      const kept = readKept(file);
      if (kept) this.#known.set(file, this.#placed(kept));
    }
  }

  /** What the same call made before, written again; undefined where it may make something else. */
  find(call: unknown): Build | undefined {
    const file = this.#fileOf(call);
    const known = this.#known.get(file);
    this.#known.delete(file);
    const kept = known ?? readKept(file);
    if (!kept || [...kept.states].some(([path, state]) => stateOf(path) !== state)) return undefined;
    const { build } = known ?? this.#placed(kept);
    for (const { path, contents, mode } of build.written) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, contents, { mode });
    }
    return build;
  }

  /**
   * Keeps what a call made, except where it cannot be seen whether a file changes.
   * @param inputs the absolute paths of all files that it is made of
   * @param began when it was called, by `Date.now()`
   */
  keep(call: unknown, build: Build, inputs: readonly string[], began: number): void {
    const states = statesBefore(BigInt(began - CLOCK_MS) * 1_000_000n, placesOf(inputs));
    if (!states || inputs.some((path) => states.get(path) === NOTHING)) return;
    const file = this.#fileOf(call);
    const unfinished = `${file}.${process.pid}`;
    mkdirSync(this.#folder, { recursive: true });
    const kept: Kept = { build: replaceText(build, this.#assembly, this.#neutral), states };
    writeFileSync(unfinished, serialize(kept), { mode: PRIVATE_FILE });
    renameSync(unfinished, file);
  }

  /** Removes what this run did not use. */
  removeOthers(): void {
    for (const name of namesIn(this.#folder))
      if (!this.#used.has(join(this.#folder, name))) rmSync(join(this.#folder, name), { force: true });
  }

  /** In place of the assembly, in the same folder: source maps have paths that are relative to it. */
  get #neutral(): string {
    return this.#assembly && join(dirname(this.#assembly), "assembly\0");
  }

  #fileOf(call: unknown): string {
    const neutral = replaceText(call, this.#assembly, this.#neutral);
    const asked = serialize([neutral, process.cwd(), process.env.NODE_PATH]);
    const file = join(this.#folder, createHash("sha256").update(asked).digest("hex"));
    this.#used.add(file);
    return file;
  }

  /** With the paths of this assembly. */
  #placed({ build, states }: Kept): Kept {
    return { build: replaceText(build, this.#neutral, this.#assembly), states };
  }
}

/** The name of a file that is written as a whole. */
const FINISHED = /^[0-9a-f]{64}$/;

interface Kept {
  build: Build;
  /** The states of all files and folders that it follows from, by path. */
  states: Map<string, string>;
}

function readKept(file: string): Kept | undefined {
  try {
    return deserialize(readFileSync(file)) as Kept;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** A copy of plain data with another text in all of its strings. */
function replaceText<T>(value: T, from: string, to: string): T {
  if (from === "") return value;
  const replaced = (each: unknown): unknown => {
    if (typeof each === "string") return each.replaceAll(from, to);
    if (Array.isArray(each)) return each.map(replaced);
    if (each === null || typeof each !== "object" || Object.getPrototypeOf(each) !== Object.prototype)
      return each;
    return Object.fromEntries(Object.entries(each).map(([name, part]) => [replaced(name), replaced(part)]));
  };
  return replaced(value) as T;
}

/**
 * The states of files and folders.
 * @returns undefined where one has changed since a time, in nanoseconds
 */
function statesBefore(before: bigint, paths: Iterable<string>): Map<string, string> | undefined {
  const states = new Map<string, string>();
  for (const path of paths) {
    const stats = statOf(path);
    if (stats && stats.ctimeNs >= before) return undefined;
    states.set(path, textOf(stats));
  }
  return states;
}
