import { readdir, readFile } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { build } from "esbuild";

/** How the page is bundled. */
export interface BundleOptions {
  minify: boolean;
}

/** Bundles the page from its sources: each file by its name. */
export async function bundlePage({ minify }: BundleOptions): Promise<Map<string, Uint8Array>> {
  const { outputFiles, metafile } = await build({
    entryPoints: [
      { in: join(import.meta.dirname, "main.tsx"), out: "console" },
      { in: join(import.meta.dirname, "style", "console.css"), out: "console" },
      { in: join(import.meta.dirname, "door.ts"), out: "door" },
    ],
    outdir: import.meta.dirname,
    bundle: true,
    write: false,
    format: "esm",
    target: ["chrome123", "firefox120", "safari17.5"],
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"' },
    minify,
    metafile: true,
    legalComments: "none",
    logLevel: "silent",
  });
  const icon = await readFile(join(import.meta.dirname, "icon.svg"));
  return new Map([
    ...outputFiles.map(({ path, contents }) => [basename(path), contents] as const),
    ["icon.svg", icon] as const,
    ["licences.txt", Buffer.from(await licencesOf(Object.keys(metafile.inputs)))] as const,
  ]);
}

/** The licences of the packages that are in the bundle. */
async function licencesOf(inputs: readonly string[]): Promise<string> {
  const packages = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = await Promise.all(
    [...packages].sort().map(async (folder) => {
      const [file] = (await readdir(folder)).filter((name) => /^licen[cs]e(\.\w+)?$/i.test(name));
      if (!file) throw new Error(`${folder} has no licence`);
      return `${relative("node_modules", folder)}\n\n${await readFile(join(folder, file), "utf8")}`;
    }),
  );
  return texts.join("\n\n");
}
