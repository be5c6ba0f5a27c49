import { dirname, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { oneLine } from "../../core/text/printable.ts";
import { ownFiles } from "../../deploy/recording/bundle-outputs.ts";
import type { RecordedBundle, RecordedOutput } from "../../deploy/recording/recording.ts";
import { Latest } from "../latest.ts";
import {
  type EsbuildContext,
  type EsbuildMessage,
  type EsbuildOptions,
  loadEsbuild,
  optionsOf,
} from "./esbuild.ts";

/** The files of a build, by their paths. */
export type Outputs = ReadonlyMap<string, Buffer>;

/** A build that failed: what esbuild says, a line for each error. */
export class BuildError extends Error {
  override readonly name = "BuildError";
}

/** A bundle of the app, built again whenever a file of it changes. What esbuild knows of it is kept from its first change on. */
export class Bundle {
  /** The files that it is made of, as of the last successful build. */
  inputs: ReadonlySet<string>;
  outputs: readonly RecordedOutput[];
  readonly #root: string;
  readonly #recorded: RecordedBundle;
  readonly #options: EsbuildOptions;
  #inspectable: Bundle | undefined;
  #context: Promise<EsbuildContext> | undefined;
  readonly #built = new Latest(() => this.#once());

  /** One for each entry point: esbuild links all bundles of a call again when one changes. */
  static allOf(root: string, recorded: RecordedBundle): Bundle[] {
    const options = optionsOf(recorded);
    const entries = entriesOf(options, recorded.workingFolder);
    const parts = entries.map(({ source, entryPoints }) => ({
      entryPoints,
      outputs: recorded.outputs.filter(
        ({ entryPoint }) =>
          entryPoint !== undefined && resolve(recorded.workingFolder, entryPoint) === source,
      ),
    }));
    const found = parts.reduce((sum, { outputs }) => sum + outputs.length, 0);
    // parts that entry points share need one build
    if (options.splitting || found !== recorded.outputs.length || parts.length < 2)
      return [new Bundle(root, recorded, options, recorded.outputs)];
    const outbase = options.outbase ?? commonFolder(entries.map(({ source }) => dirname(source)));
    return parts.map(
      ({ entryPoints, outputs }) => new Bundle(root, recorded, { ...options, outbase, entryPoints }, outputs),
    );
  }

  private constructor(
    root: string,
    recorded: RecordedBundle,
    options: EsbuildOptions,
    outputs: readonly RecordedOutput[],
  ) {
    this.#root = root;
    this.#recorded = recorded;
    this.#options = options;
    this.outputs = outputs;
    this.inputs = new Set(outputs.flatMap(({ inputs }) => inputs));
  }

  /** The same for a debugger: names as in the sources, and a source map in the code. */
  get inspectable(): Bundle {
    this.#inspectable ??= new Bundle(
      this.#root,
      this.#recorded,
      {
        ...this.#options,
        minify: false,
        minifyIdentifiers: false,
        minifySyntax: false,
        minifyWhitespace: false,
        sourcemap: "inline",
        sourcesContent: true,
        // debuggers find the files of the project, wherever the code runs
        sourceRoot: `${pathToFileURL(this.#outputFolder).href}/`,
      },
      this.outputs,
    );
    return this.#inspectable;
  }

  get #outputFolder(): string {
    const { outdir, outfile } = this.#options;
    return resolve(this.#recorded.workingFolder, String(outdir ?? dirname(String(outfile ?? "."))));
  }

  /** Whether it is made of what a command made before it, which only a synthesis runs. */
  get afterCommand(): boolean {
    return this.#recorded.afterCommand ?? false;
  }

  /** This bundle, with what another run of the same call has made. */
  noted({ inputs, outputs }: Bundle): this {
    this.inputs = inputs;
    this.outputs = outputs;
    return this;
  }

  /**
   * Builds it as its files are now. Calls while a build runs share the one that comes after it.
   * @throws BuildError
   */
  build(): Promise<Outputs> {
    return this.#built.get();
  }

  async #once(): Promise<Outputs> {
    this.#context ??= loadEsbuild(this.#root, this.#recorded).then((esbuild) =>
      esbuild.context(this.#options),
    );
    try {
      const { outputFiles, metafile } = await (await this.#context).rebuild();
      this.inputs = new Set(ownFiles(metafile.inputs, this.#recorded.workingFolder));
      return new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
    } catch (error) {
      const { errors } = error as { errors?: EsbuildMessage[] };
      if (!errors) throw error;
      throw new BuildError(errors.map(text).join("\n"), { cause: error });
    }
  }

  async dispose(): Promise<void> {
    const context = await this.#context?.catch(() => undefined);
    await context?.dispose();
    await this.#inspectable?.dispose();
  }
}

/** The entry points of a call, each as a separate option. */
function entriesOf(
  { entryPoints = [] }: EsbuildOptions,
  workingFolder: string,
): { source: string; entryPoints: unknown }[] {
  if (!Array.isArray(entryPoints))
    return Object.entries(entryPoints as Record<string, string>).map(([out, path]) => ({
      source: resolve(workingFolder, path),
      entryPoints: { [out]: path },
    }));
  return (entryPoints as (string | { in: string })[]).map((entry) => ({
    source: resolve(workingFolder, typeof entry === "string" ? entry : entry.in),
    entryPoints: [entry],
  }));
}

/** The folder that esbuild takes as the base of several entry points. */
function commonFolder(folders: readonly string[]): string {
  const [first = [], ...others] = folders.map((folder) => folder.split(sep));
  const length = first.findIndex((part, at) => others.some((other) => other[at] !== part));
  return (length < 0 ? first : first.slice(0, length)).join(sep) || sep;
}

const text = ({ text, location }: EsbuildMessage): string =>
  oneLine(location ? `${location.file}:${location.line}:${location.column + 1}: ${text}` : text);
