import childProcess from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import module, { syncBuiltinESMExports } from "node:module";
import { basename, join, resolve } from "node:path";
import { filesIn, type Metafile, recordedOutputs } from "./bundle-outputs.ts";
import type { Build, KeptBundles } from "./kept-bundles.ts";
import type { Inputs } from "./record-inputs.ts";
import type { RecordedBundle } from "./recording.ts";

/**
 * Notes how this process bundles by esbuild: by the API of the project's esbuild, or by its command line, as
 * `NodejsFunction` does.
 * @param folder for files of a moment
 * @param kept what the same calls made before, which is used instead of esbuild
 * @param observed where to note the files that esbuild reads, and calls of which they are not known
 * @returns a function that returns what was noted so far
 */
export function recordBundles(
  require: NodeJS.Require,
  folder: string,
  kept?: KeptBundles,
  observed?: Pick<Inputs, "find" | "unseen">,
): () => RecordedBundle[] {
  const recorder = new Recorder(kept, observed);
  recordApi(require, recorder);
  recordCommands(recorder, folder);
  return () => recorder.bundles;
}

type Call = Omit<RecordedBundle, "outputs" | "afterCommand">;

class Recorder {
  readonly bundles: RecordedBundle[] = [];
  /** Whether a command ran since the last bundle. */
  #afterCommand = false;
  readonly #kept: KeptBundles | undefined;
  readonly #observed: Pick<Inputs, "find" | "unseen"> | undefined;

  constructor(kept: KeptBundles | undefined, observed: Pick<Inputs, "find" | "unseen"> | undefined) {
    this.#kept = kept;
    this.#observed = observed;
  }

  /** Calls esbuild so that what it reads is noted. */
  seen<T>(act: () => T): T {
    return this.#observed ? this.#observed.unseen.seen(act) : act();
  }

  /** Notes a call of which is not known what it reads. */
  noteUnseen(call: string): void {
    this.#observed?.unseen.note(`calls esbuild's ${call} in a way that is not recorded`);
  }

  noteCommand(): void {
    this.#afterCommand = true;
  }

  #add(bundle: RecordedBundle): void {
    this.bundles.push(this.#afterCommand ? { ...bundle, afterCommand: true } : bundle);
    this.#afterCommand = false;
  }

  /** What the same call made before. */
  again(call: Call): Build["result"] {
    const build = this.#kept?.find(call);
    if (build) this.#add(build.bundle);
    return build?.result;
  }

  /**
   * Notes what a call made.
   * @param result what it returned, without functions
   * @param inMemory outputs that it did not write
   */
  note(
    call: Call,
    metafile: Metafile,
    began: number,
    result: unknown,
    inMemory?: BuildResult["outputFiles"],
  ): void {
    const contents = new Map(inMemory?.map((file) => [file.path, file.contents]));
    // without a place to write to, an output has no path
    const unnamed = contents.get("<stdout>");
    const contentOf = (path: string) => contents.get(path) ?? unnamed ?? readFileSync(path);
    const outputs = recordedOutputs(metafile, call.workingFolder, contentOf);
    const bundle = { ...call, outputs };
    this.#add(bundle);
    const written = inMemory
      ? []
      : outputs.map(({ path }) => ({ path, contents: readFileSync(path), mode: statSync(path).mode }));
    const inputs = filesIn(metafile.inputs, call.workingFolder);
    this.#observed?.find([...inputs, ...settingsOf(call)]);
    this.#kept?.keep(
      call,
      { result, bundle, written },
      call.esbuild ? [call.esbuild, ...inputs] : inputs,
      began,
    );
  }
}

/** The file of settings for TypeScript that a call names. */
function settingsOf({ options, args, workingFolder }: Call): string[] {
  const named = args?.find((each) => each.startsWith("--tsconfig="))?.slice("--tsconfig=".length);
  const file = named ?? options?.tsconfig;
  return typeof file === "string" ? [resolve(workingFolder, file)] : [];
}

/** The name of the function that esbuild's module calls at its end, with what it exports. */
const EXPORTED = "__harnessRecordsEsbuild";

/** What a module exports cannot be changed afterwards: importers have it already. */
function recordApi(require: NodeJS.Require, recorder: Recorder): void {
  let path: string;
  try {
    path = require.resolve("esbuild");
  } catch {
    return;
  }
  Object.assign(globalThis, { [EXPORTED]: (esbuild: Api) => recording(esbuild, path, recorder) });
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
  context(...args: unknown[]): unknown;
}

type BuildOptions = Record<string, unknown>;

interface BuildResult {
  warnings: unknown[];
  metafile?: Metafile;
  outputFiles?: { path: string; contents: Uint8Array; hash: string; readonly text?: string }[];
}

function recording(esbuild: Api, path: string, recorder: Recorder): Api {
  const callOf = (options: BuildOptions): Call => ({
    esbuild: path,
    workingFolder: String(options.absWorkingDir ?? process.cwd()),
    options: structuredClone(options),
    args: undefined,
  });
  const withMetafile = (options: BuildOptions) => ({ ...options, metafile: true });
  const asAskedFor = ({ metafile, ...result }: BuildResult, options: BuildOptions): BuildResult =>
    options.metafile && metafile ? { ...result, metafile } : result;
  const noted = (call: Call, options: BuildOptions, result: BuildResult, began: number): BuildResult => {
    const outputFiles = result.outputFiles?.map(({ path, contents, hash }) => ({ path, contents, hash }));
    const plain = { ...result, ...(outputFiles && { outputFiles }) };
    if (result.metafile) recorder.note(call, result.metafile, began, plain, outputFiles);
    return asAskedFor(result, options);
  };
  const again = (call: Call, options: BuildOptions): BuildResult | undefined => {
    const result = recorder.again(call) as BuildResult | undefined;
    return result && asAskedFor(withText(result), options);
  };
  // plug-ins are functions, which cannot be handed on
  const isRecorded = (options: BuildOptions) => options.bundle === true && !hasFunction(options);
  return {
    ...esbuild,
    buildSync: (options = {}) => {
      if (!isRecorded(options)) {
        recorder.noteUnseen("buildSync");
        return esbuild.buildSync(options);
      }
      const call = callOf(options);
      const began = Date.now();
      const result = () => recorder.seen(() => esbuild.buildSync(withMetafile(options)));
      return again(call, options) ?? noted(call, options, result(), began);
    },
    build: async (options = {}) => {
      if (!isRecorded(options)) {
        recorder.noteUnseen("build");
        return esbuild.build(options);
      }
      const call = callOf(options);
      const began = Date.now();
      const result = () => recorder.seen(() => esbuild.build(withMetafile(options)));
      return again(call, options) ?? noted(call, options, await result(), began);
    },
    context: (...args) => {
      recorder.noteUnseen("context");
      return esbuild.context(...args);
    },
  };
}

/** A kept result, with the property that esbuild makes when it is read. */
const withText = ({ outputFiles, ...result }: BuildResult): BuildResult => ({
  ...result,
  ...(outputFiles && {
    outputFiles: outputFiles.map((file) => ({
      ...file,
      get text() {
        return new TextDecoder().decode(file.contents);
      },
    })),
  }),
});

const hasFunction = (value: unknown): boolean =>
  typeof value === "function" ||
  (typeof value === "object" && value !== null && Object.values(value).some(hasFunction));

function recordCommands(recorder: Recorder, folder: string): void {
  const { spawnSync } = childProcess;
  const spawn = spawnSync as (...all: unknown[]) => { status: number | null };
  childProcess.spawnSync = ((command: string, args: unknown, options?: { cwd?: string | URL }) => {
    const words = Array.isArray(args) ? args.map(String) : [];
    if (/^(ba)?sh$/.test(basename(command)) && words[0] === "-c") recorder.noteCommand();
    const bundle = esbuildArguments([command, ...words]);
    if (!bundle) return spawn(command, args, options);
    const workingFolder = String(options?.cwd ?? process.cwd());
    const call = { esbuild: undefined, workingFolder, options: undefined, args: bundle };
    const again = recorder.again(call);
    if (again) return again;
    const began = Date.now();
    const metafile = join(folder, `esbuild-${process.pid}-${recorder.bundles.length}.meta`);
    const result = recorder.seen(() => spawn(command, [...words, `--metafile=${metafile}`], options));
    if (result.status !== 0) return result;
    recorder.note(call, JSON.parse(readFileSync(metafile, "utf8")), began, result);
    rmSync(metafile);
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
