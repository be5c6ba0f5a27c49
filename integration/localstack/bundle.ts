import { build } from "esbuild";

interface BundleOptions {
  /** What is left out: it comes with the runtime. */
  external?: string[];
  format?: "cjs" | "esm";
}

/** Bundles a function as a deployment does; SDK included, unless it is external. */
export async function bundle(
  contents: string,
  { external = [], format = "cjs" }: BundleOptions = {},
): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    platform: "node",
    target: "node24",
    format,
    external,
    minify: true,
    write: false,
    logLevel: "error",
  });
  return { [format === "cjs" ? "index.js" : "index.mjs"]: outputFiles[0]?.text ?? "" };
}
