import { createHash } from "node:crypto";
import { resolve, sep } from "node:path";
import type { RecordedOutput } from "./recording.ts";

/** @see https://esbuild.github.io/api/#metafile */
export interface Metafile {
  inputs: Record<string, unknown>;
  outputs: Record<string, { entryPoint?: string; inputs: Record<string, unknown> }>;
}

const INSTALLED = `${sep}node_modules${sep}`;

/**
 * The outputs of a call of esbuild.
 * @param contentOf the content of an output, by its absolute path
 */
export function recordedOutputs(
  { outputs }: Metafile,
  workingFolder: string,
  contentOf: (path: string) => Uint8Array,
): RecordedOutput[] {
  return Object.keys(outputs).map((path) => {
    // a source map is made of what its code is made of
    const { entryPoint, inputs = {} } = outputs[path.replace(/\.map$/, "")] ?? outputs[path] ?? {};
    const absolute = resolve(workingFolder, path);
    return {
      path: absolute,
      sha256: createHash("sha256").update(contentOf(absolute)).digest("base64"),
      entryPoint,
      inputs: ownFiles(inputs, workingFolder),
    };
  });
}

/** The files of a metafile's inputs, as absolute paths. */
export const filesIn = (inputs: Record<string, unknown>, workingFolder: string): string[] =>
  Object.keys(inputs)
    // esbuild puts the name of a namespace before what is no file
    .filter((path) => !/^[\w-]{2,}:/.test(path))
    .map((path) => resolve(workingFolder, path));

/** Those that are not of an installed package. */
export const ownFiles = (inputs: Record<string, unknown>, workingFolder: string): string[] =>
  filesIn(inputs, workingFolder).filter((path) => !path.includes(INSTALLED));
