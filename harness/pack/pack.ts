/**
 * `npm pack -w harness` calls this before and after: in the repository the entry points are TypeScript sources, so that
 * nothing has to be built; Node.js refuses those below node_modules, so the tarball has them compiled.
 */
import { cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { bundlePage } from "../console/page/bundle.ts";

const PACKAGE = resolve(import.meta.dirname, "..");
const MANIFEST = join(PACKAGE, "package.json");
const SAVED = join(PACKAGE, "package.json.saved");
const OUTPUT = join(PACKAGE, "dist");
/** Files of the repository that the package contains, too. */
const FROM_ROOT = ["LICENSE", "CHANGELOG.md"];
/** Files that the compiled code reads. */
const ASSETS = [
  "localstack/plugin/**/*.{py,mjs,txt,json}",
  "localstack/plugin/*.dist-info/*",
  "localstack/emulators/**/*.py",
  "**/requirements.txt",
];
const LEFT_OUT = /(^|\/)(test_\w+\.py|\w+\.test\.mjs|testing\/|pack\/|dist\/|node_modules\/)/;

interface Manifest {
  bin: Record<string, string>;
  exports: Record<string, string>;
  scripts?: Record<string, string>;
}

interface PackedManifest {
  main: string;
  types: string;
  typesVersions: Record<string, Record<string, string[]>>;
  bin: Record<string, string>;
  exports: Record<string, string | { types: string; default: string }>;
}

async function before(): Promise<void> {
  // an earlier one may have been killed
  await after();
  const { exitCode } = await execa("tsc", ["-p", join(PACKAGE, "pack", "tsconfig.json")], {
    preferLocal: true,
    localDir: PACKAGE,
    stdio: "inherit",
    reject: false,
  });
  // tsc has said what is wrong
  if (exitCode !== 0) process.exit(1);
  for await (const path of glob(ASSETS, { cwd: PACKAGE })) {
    if (!LEFT_OUT.test(path)) await cp(join(PACKAGE, path), join(OUTPUT, path), { recursive: true });
  }
  const bundle = join(OUTPUT, "console", "bundle");
  await mkdir(bundle, { recursive: true });
  for (const [name, content] of await bundlePage({ minify: true }))
    await writeFile(join(bundle, name), content);
  for (const name of FROM_ROOT) await cp(join(dirname(PACKAGE), name), join(PACKAGE, name));
  const source = await readFile(MANIFEST, "utf8");
  await writeFile(SAVED, source);
  await writeFile(MANIFEST, `${JSON.stringify(packed(JSON.parse(source)), undefined, 2)}\n`);
}

async function after(): Promise<void> {
  await rm(OUTPUT, { recursive: true, force: true });
  const saved = await readFile(SAVED, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (saved === undefined) return;
  await writeFile(MANIFEST, saved);
  await rm(SAVED);
  for (const name of FROM_ROOT) await rm(join(PACKAGE, name), { force: true });
}

/** The manifest with compiled entry points, and without the scripts that compile them. */
function packed({ scripts: _, ...manifest }: Manifest): PackedManifest {
  const inDist = (path: string, extension: string) => path.replace(/^\.\/(.*)\.ts$/, `./dist/$1${extension}`);
  const compiled = (path: string) => inDist(path, ".js");
  const typed = (path: string) => inDist(path, ".d.ts");
  const modules = Object.entries(manifest.exports).filter(([, path]) => path.endsWith(".ts"));
  const main = manifest.exports["."] ?? "";
  return {
    ...manifest,
    // JavaScript already
    bin: Object.fromEntries(
      Object.entries(manifest.bin).map(([name, path]) => [name, path.replace("./", "./dist/")]),
    ),
    exports: {
      ...manifest.exports,
      ...Object.fromEntries(
        modules.map(([name, path]) => [name, { types: typed(path), default: compiled(path) }]),
      ),
    },
    // for TypeScript that does not read exports: `module: commonjs`, as older CDK projects have it
    main: compiled(main),
    types: typed(main),
    typesVersions: {
      "*": Object.fromEntries(
        modules.flatMap(([name, path]) => (name === "." ? [] : [[name.slice(2), [typed(path)]]])),
      ),
    },
  };
}

await (process.argv[2] === "before" ? before() : after());
