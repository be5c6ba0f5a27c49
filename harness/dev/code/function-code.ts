import { readFile, stat } from "node:fs/promises";
import { dirname, join, sep } from "node:path";
import type { FileAsset } from "../../deploy/assembly.ts";
import { sha256 } from "../stacks/assets.ts";
import type { Bundle } from "./bundle.ts";
import { filesOf } from "./code-files.ts";
import { isInstalled } from "./installed.ts";
import { type CodeFile, zip } from "./zip.ts";

/** Where one file of a function's code comes from. */
type Source = { bundle: Bundle; path: string } | { file: string } | { bytes: Buffer };

type TracedFile = Pick<CodeFile, "name" | "mode"> & { source: Source };

/** Where the files of an assembly come from. */
export interface Sources {
  bundles: readonly Bundle[];
  /** Files that the app copied into the assembly, by their paths there. */
  copied: ReadonlyMap<string, string>;
  /** Whether a file is of the project, and so may change. */
  isOwn: (path: string) => boolean;
}

/** The code of a function, which knows how to make itself again from the files of the project. */
export class Code {
  /** Whether every file of it is known: its bundle, or the file that it is a copy of. */
  readonly isTraced: boolean;
  readonly #files: readonly TracedFile[];
  /** The asset is a zip file of the project, and not a folder. */
  readonly #archive: Source | undefined;

  static async of(asset: FileAsset, sources: Sources): Promise<Code> {
    const isFolder = (await stat(asset.path)).isDirectory();
    const files = isFolder
      ? await filesOf(asset.path)
      : [{ name: "", bytes: await readFile(asset.path), mode: 0 }];
    const traced = files.map(({ bytes, name, mode }) => ({
      name,
      mode,
      ...trace(bytes, name ? join(asset.path, name) : asset.path, sources),
    }));
    return new Code(
      traced.map(({ name, mode, source }) => ({ name, mode, source })),
      traced.every(({ isTraced }) => isTraced),
      isFolder,
    );
  }

  private constructor(files: readonly TracedFile[], isTraced: boolean, isFolder: boolean) {
    this.#files = files;
    this.isTraced = isTraced;
    this.#archive = isFolder ? undefined : files[0]?.source;
  }

  /** Whether a change of this file changes the code. */
  isMadeOf(path: string): boolean {
    return this.#files.some(({ source }) =>
      "bundle" in source ? source.bundle.inputs.has(path) : "file" in source && source.file === path,
    );
  }

  /** Whether a file is in a folder that the code is a copy of: of any name, it may belong to it. */
  mayCopy(path: string): boolean {
    return this.#files.some(({ source }) => "file" in source && path.startsWith(dirname(source.file) + sep));
  }

  get bundles(): Set<Bundle> {
    return new Set(this.#files.flatMap(({ source }) => ("bundle" in source ? source.bundle : [])));
  }

  /**
   * The zip file of the code as the project's files are now.
   * @param isInspected for a debugger, instead of as it is deployed
   * @throws BuildError
   */
  async make(isInspected = false): Promise<Buffer> {
    const outputs = new Map(
      await Promise.all(
        [...this.bundles].map(
          async (bundle) => [bundle, await (isInspected ? bundle.inspectable : bundle).build()] as const,
        ),
      ),
    );
    const bytesOf = async (source: Source): Promise<Buffer | undefined> => {
      if ("bytes" in source) return source.bytes;
      if ("file" in source) return readFile(source.file);
      const bytes = outputs.get(source.bundle)?.get(source.path);
      // for a debugger, the source map is in the code
      if (!bytes && !isInspected) throw new TypeError(`the bundle has no ${source.path} any more`);
      return bytes;
    };
    if (this.#archive) return (await bytesOf(this.#archive)) ?? Buffer.of();
    const files = await Promise.all(
      this.#files.map(async ({ name, mode, source }) => {
        const bytes = await bytesOf(source);
        return bytes ? [{ name, mode, bytes }] : [];
      }),
    );
    return zip(files.flat());
  }
}

function trace(
  bytes: Buffer,
  path: string,
  { bundles, copied, isOwn }: Sources,
): { source: Source; isTraced: boolean } {
  const hash = sha256(bytes);
  const equal = bundles.flatMap((bundle) =>
    bundle.outputs.flatMap((output) => (output.sha256 === hash ? [{ bundle, path: output.path }] : [])),
  );
  const [source] = equal;
  // two bundles that are equal by chance may differ after the next edit
  if (source) return equal.length === 1 ? { source, isTraced: true } : { source: { bytes }, isTraced: false };
  const file = copied.get(path);
  if (file && isOwn(file)) return { source: { file }, isTraced: true };
  // what comes from an installed package does not change
  return { source: { bytes }, isTraced: file !== undefined && isInstalled(file) };
}
