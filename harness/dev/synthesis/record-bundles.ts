import childProcess from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Metafile, recordedOutputs } from "./bundle-outputs.ts";
import type { RecordedBundle } from "./recording.ts";

/**
 * Notes how this process bundles by esbuild: by the API of the project's esbuild, or by its command line, as
 * `NodejsFunction` does.
 * @returns a function that returns what was noted so far
 */
export function recordBundles(require: NodeJS.Require): () => RecordedBundle[] {
  const bundles: RecordedBundle[] = [];
  recordApi(require, bundles);
  recordCommands(bundles);
  return () => bundles;
}

/** The name of the function that esbuild's module calls at its end, with what it exports. */
const EXPORTED = "__harnessRecordsEsbuild";

/** What a module exports cannot be changed afterwards: importers have it already. */
function recordApi(require: NodeJS.Require, bundles: RecordedBundle[]): void {
  let path: string;
  try {
    path = require.resolve("esbuild");
  } catch {
    return;
  }
  Object.assign(globalThis, { [EXPORTED]: (esbuild: Api) => recording(esbuild, path, bundles) });
  const suffix = `\n;module.exports = globalThis.${EXPORTED}(module.exports);\n`;
  const { prototype } = module as unknown as { prototype: { _compile: (...args: unknown[]) => unknown } };
  const compile = prototype._compile;
  prototype._compile = function (content, file, ...rest) {
    return compile.call(this, file === path ? `${content}${suffix}` : content, file, ...rest);
  };
}

interface Api {
  build(options?: BuildOptions): Promise<BuildResult>;
  buildSync(options?: BuildOptions): BuildResult;
}

type BuildOptions = Record<string, unknown>;

interface BuildResult {
  metafile?: Metafile;
  outputFiles?: { path: string; contents: Uint8Array }[];
}

function recording(esbuild: Api, path: string, bundles: RecordedBundle[]): Api {
  const note = (options: BuildOptions, { metafile, outputFiles = [] }: BuildResult) => {
    const workingFolder = String(options.absWorkingDir ?? process.cwd());
    const contents = new Map(outputFiles.map((file) => [file.path, file.contents]));
    if (!metafile) return;
    const outputs = recordedOutputs(
      metafile,
      workingFolder,
      (file) => contents.get(file) ?? readFileSync(file),
    );
    bundles.push({
      esbuild: path,
      workingFolder,
      options: structuredClone(options),
      args: undefined,
      outputs,
    });
  };
  const withMetafile = (options: BuildOptions) => ({ ...options, metafile: true });
  const asAskedFor = (options: BuildOptions, result: BuildResult) => {
    note(options, result);
    if (!options.metafile) delete result.metafile;
    return result;
  };
  // plug-ins are functions, which cannot be handed on
  const isRecorded = (options: BuildOptions) => options.bundle === true && !hasFunction(options);
  return {
    ...esbuild,
    buildSync: (options = {}) =>
      isRecorded(options)
        ? asAskedFor(options, esbuild.buildSync(withMetafile(options)))
        : esbuild.buildSync(options),
    build: async (options = {}) =>
      isRecorded(options)
        ? asAskedFor(options, await esbuild.build(withMetafile(options)))
        : esbuild.build(options),
  };
}

const hasFunction = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasFunction));

function recordCommands(bundles: RecordedBundle[]): void {
  const { spawnSync } = childProcess;
  const spawn = spawnSync as (...all: unknown[]) => { status: number | null };
  childProcess.spawnSync = ((command: string, args: unknown, options?: { cwd?: string | URL }) => {
    const words = Array.isArray(args) ? args.map(String) : [];
    const bundle = esbuildArguments([command, ...words]);
    if (!bundle) return spawn(command, args, options);
    const metafile = join(tmpdir(), `esbuild-${process.pid}-${bundles.length}.json`);
    const result = spawn(command, [...words, `--metafile=${metafile}`], options);
    if (result.status !== 0) return result;
    const workingFolder = String(options?.cwd ?? process.cwd());
    const outputs = recordedOutputs(JSON.parse(readFileSync(metafile, "utf8")), workingFolder, readFileSync);
    rmSync(metafile);
    bundles.push({ esbuild: undefined, workingFolder, options: undefined, args: bundle, outputs });
    return result;
  }) as typeof spawnSync;
  syncBuiltinESMExports();
}

/** The arguments of esbuild in a command such as `npx --no-install esbuild --bundle …`; undefined for other commands. */
export function esbuildArguments(command: readonly string[]): string[] | undefined {
  const at = command.findIndex((word) => basename(word) === "esbuild");
  const args = command.slice(at + 1);
  // one with a metafile makes a file that is not a part of the bundle
  const isBundle =
    at >= 0 && args.includes("--bundle") && !args.some((each) => each.startsWith("--metafile"));
  return isBundle ? args : undefined;
}
