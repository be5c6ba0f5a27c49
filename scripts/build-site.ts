/** Builds the web page: one script and one style sheet, minified, under names that change with their content. */
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** One object of the website's bucket. */
export interface SiteFile {
  body: Uint8Array;
  /** For files with a hash in their name a year, for others `no-cache`. */
  cacheControl: string;
}

const SITE = fileURLToPath(new URL("../site/", import.meta.url));
const PAGES = ["index.html", "error.html"];
const ASSETS = ["main.ts", "style.css", "favicon.svg", "dog.svg"];
/** What browsers of the last three years understand; older ones would need styles and scripts twice as large. */
const BROWSERS = ["chrome120", "edge120", "firefox128", "safari17.4"];

/**
 * @param apiUrl where the page finds the API (the stack's output `ApiUrl`): goes into `config.json`, and its origin into
 * the content-security policy, which lets the page talk to nothing else
 * @returns the files by their keys in the bucket; the same input gives the same files
 * @throws {TypeError} when apiUrl is no HTTP URL, {Error} when a page names a file that is not built
 */
export async function buildSite({ apiUrl }: { apiUrl: string }): Promise<Map<string, SiteFile>> {
  const { origin, protocol } = new URL(apiUrl);
  if (!/^https?:$/.test(protocol))
    throw new TypeError(`apiUrl is ${apiUrl}: it must begin with http: or https:`);
  const files = new Map<string, SiteFile>();
  const names = new Map<string, string>();
  for (const { source, key, body } of await buildAssets()) {
    names.set(source, key);
    files.set(key, { body, cacheControl: "public, max-age=31536000, immutable" });
  }

  for (const page of PAGES) {
    const source = await readFile(join(SITE, page), "utf8");
    const drawn = await withDrawings(source);
    const html = drawn
      .replace("{apiOrigin}", origin)
      .replace(/(src|href)="(\/?)([\w.-]+\.(?:ts|css|svg))"/g, (_, attribute, root, name) => {
        const key = names.get(name);
        if (key === undefined)
          throw new Error(`${page} refers to ${name}, which is not among ${ASSETS.join(", ")}`);
        return `${attribute}="${root}${key}"`;
      })
      .replace(/<!--(?!\[).*?-->/gs, "")
      .replace(/>\s+</g, "> <")
      .replace(/\s{2,}/g, " ");
    files.set(page, { body: Buffer.from(html), cacheControl: "no-cache" });
  }
  files.set("config.json", {
    body: Buffer.from(`${JSON.stringify({ apiUrl })}\n`),
    cacheControl: "no-cache",
  });
  return files;
}

async function buildAssets(): Promise<{ source: string; key: string; body: Uint8Array }[]> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: SITE,
    entryPoints: ASSETS,
    outdir: ".",
    entryNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: BROWSERS,
    loader: { ".svg": "copy" },
    legalComments: "none",
    charset: "utf8",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const sources = new Map(
    Object.entries(metafile.outputs).map(([path, { entryPoint, inputs }]) => [
      basename(path),
      entryPoint ?? Object.keys(inputs)[0] ?? "",
    ]),
  );
  return outputFiles.map(({ path, contents }) => ({
    source: sources.get(basename(path)) ?? "",
    key: basename(path),
    body: contents,
  }));
}

/** `<!-- cat.svg -->` becomes the drawing itself, so that the style sheet can move it. */
async function withDrawings(html: string): Promise<string> {
  const [mark, name] = /<!-- ([\w-]+\.svg) -->/.exec(html) ?? [];
  return mark && name ? html.replace(mark, await readFile(join(SITE, name), "utf8")) : html;
}
