import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execCommand } from "../../core/installation/package-manager.mjs";

/** A file of the page. */
export interface PageFile {
  content: Uint8Array<ArrayBuffer>;
  type: string;
  headers: Record<string, string>;
}

/** Finds a file by its name. */
export type PageFiles = (name: string) => Promise<PageFile | undefined>;

const TYPES: Record<string, string> = {
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
};

/** Written by `pack`, which bundles the page; in the repository nothing is built before it is needed. */
const BUNDLE = join(import.meta.dirname, "..", "bundle");

const BUNDLER = new URL("../page/bundle.ts", import.meta.url).href;

interface Bundler {
  bundlePage(options: { minify: boolean }): Promise<Map<string, Uint8Array>>;
}

/** The files of the page: those of the package, or in the repository bundled from their sources when first asked for. */
export function pageFiles(): PageFiles {
  let files: Promise<Map<string, PageFile>> | undefined;
  return async (name) => {
    files ??= import.meta.filename.endsWith(".ts") ? bundled() : packaged();
    const pending = files;
    pending.catch(() => {
      if (files === pending) files = undefined;
    });
    return (await pending).get(name);
  };
}

async function packaged(): Promise<Map<string, PageFile>> {
  const names = ["console.js", "console.css", "door.js", "icon.svg"];
  return new Map(
    await Promise.all(
      names.map(
        async (name) => [name, file(name, new Uint8Array(await readFile(join(BUNDLE, name))))] as const,
      ),
    ),
  );
}

async function bundled(): Promise<Map<string, PageFile>> {
  // not by its name: it is not in the package
  const { bundlePage } = (await import(BUNDLER)) as Bundler;
  const built = await bundlePage({ minify: false });
  return new Map([...built].map(([name, content]) => [name, file(name, new Uint8Array(content))]));
}

const file = (name: string, content: Uint8Array<ArrayBuffer>): PageFile => ({
  content,
  type: TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream",
  headers: { "cache-control": "no-cache" },
});

const html = (body: string, scripts: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Console</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/console.css">
${scripts}
<body>
${body}
</body>
</html>
`;

const DOOR = '<script type="module" src="/assets/door.js"></script>';

export const PAGE = {
  console: html('<div id="app"></div>', '<script type="module" src="/assets/console.js"></script>'),
  /** Goes on to the same address without the token. */
  entered: html('<main class="door"><p>Opening the console …</p></main>', DOOR),
  closed: html(
    `<main class="door"><h1>This console is closed</h1><p>Open the address that the command printed as <b>Console</b>, or run <code>${execCommand("localstack-harness console")}</code>.</p></main>`,
    DOOR,
  ),
};
