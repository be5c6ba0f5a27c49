import { build } from "esbuild";

/** Bundles a function, SDK included, as a deployment does. */
export async function bundle(contents: string): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    minify: true,
    write: false,
    logLevel: "error",
  });
  return { "index.js": outputFiles[0]?.text ?? "" };
}
