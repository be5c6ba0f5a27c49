import { createRequire } from "node:module";
import { join } from "node:path";
import type { RecordedBundle } from "../../deploy/recording/recording.ts";

/** What is used of the API of the project's esbuild. @see https://esbuild.github.io/api/ */
export interface Esbuild {
  context(options: EsbuildOptions): Promise<EsbuildContext>;
}

export type EsbuildOptions = Record<string, unknown>;

export interface EsbuildContext {
  rebuild(): Promise<EsbuildResult>;
  dispose(): Promise<void>;
}

export interface EsbuildResult {
  outputFiles: { path: string; contents: Uint8Array }[];
  metafile: { inputs: Record<string, unknown> };
}

/** An error or warning of a build. */
export interface EsbuildMessage {
  text: string;
  location: { file: string; line: number; column: number } | null;
}

/** The esbuild that an app has called. */
export async function loadEsbuild(root: string, { esbuild }: RecordedBundle): Promise<Esbuild> {
  const require = createRequire(join(root, "package.json"));
  return require(esbuild ?? "esbuild") as Esbuild;
}

/** The options of a call, for a build whose result stays in memory. */
export const optionsOf = ({ options, args, workingFolder }: RecordedBundle): EsbuildOptions => ({
  ...(options ?? optionsOfArguments(args ?? [])),
  absWorkingDir: workingFolder,
  write: false,
  metafile: true,
  logLevel: "silent",
});

const LISTS = new Set([
  "absPaths",
  "conditions",
  "dropLabels",
  "mainFields",
  "nodePaths",
  "resolveExtensions",
  "target",
]);
const REPEATED = new Set(["external", "inject", "drop", "pure"]);
const PATTERNS = new Set(["mangleProps", "reserveProps"]);
/** The command line's own. */
const DROPPED = new Set(["logLevel", "logLimit", "color", "watch", "serve", "metafile"]);

/** Options of the API for arguments of the command line, whose names differ only in form. */
export function optionsOfArguments(args: readonly string[]): EsbuildOptions {
  const options: EsbuildOptions = {};
  const entryPoints: string[] = [];
  for (const argument of args) {
    const [, flag, key, value] = /^--([^:=]+)(?::([^=]*))?(?:=(.*))?$/s.exec(argument) ?? [];
    if (flag === undefined) {
      entryPoints.push(argument);
      continue;
    }
    const name = flag.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    if (DROPPED.has(name)) continue;
    if (REPEATED.has(name)) options[name] = [...((options[name] as string[]) ?? []), key ?? value];
    else if (key !== undefined)
      // what looks like a number or a boolean is a text there: `--define:DEBUG=true`
      options[name] = { ...(options[name] as object), [key]: name === "supported" ? switched(value) : value };
    else if (LISTS.has(name)) options[name] = (value ?? "").split(",");
    else if (PATTERNS.has(name)) options[name] = new RegExp(value ?? "");
    else options[name] = name === "lineLimit" ? Number(value) : switched(value);
  }
  return { ...options, entryPoints };
}

const switched = (value: string | undefined): string | boolean =>
  value === undefined || value === "true" ? true : value === "false" ? false : value;
