/**
 * The Chromium that npm installed: `@sparticuz/chromium` has one (Linux x64, headless shell) as Brotli archives, with the
 * NSS libraries and a font that a bare machine lacks. Each version is unpacked once, into its own folder.
 */
import { existsSync } from "node:fs";
import { access, constants, mkdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HarnessError } from "../core/errors.ts";
import { addCommand } from "../core/installation/package-manager.mjs";
import { isThere, unpackChromium } from "./chromium-unpack.ts";

/** An unpacked Chromium, and the environment that its process needs. */
export interface Chromium {
  executablePath: string;
  env: Record<string, string>;
}

const PACKAGE = "@sparticuz/chromium";

/** Whether this machine can run the packaged Chromium: the npm package holds a binary for Linux x64 with glibc. */
export const hasPackagedChromium = (platform = process.platform, arch = process.arch): boolean =>
  platform === "linux" && arch === "x64" && packageManifest() !== undefined;

/**
 * Unpacks Chromium unless that is done already. Many processes may call it at once.
 * @param folders where to look and to unpack; the first usable one is used. Default: `node_modules/.cache`, then the
 * temporary folder, for a project that this user cannot write to
 * @throws HarnessError CHROMIUM_UNPACK when this user cannot write to any of the folders, or none has room
 */
export async function packagedChromium(folders?: string[]): Promise<Chromium> {
  const manifest = packageManifest();
  if (manifest === undefined)
    throw new HarnessError("CHROMIUM_UNPACK", `${PACKAGE} is not installed: ${addCommand([PACKAGE])}`);
  const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
  const name = `chromium-${version}`;
  const candidates = folders ?? [
    join(dirname(manifest), "..", "..", ".cache", name),
    join(tmpdir(), `${name}-${process.getuid?.()}`),
  ];

  const failures: Error[] = [];
  for (const folder of candidates) {
    try {
      return await unpackedIn(folder, dirname(manifest));
    } catch (error) {
      failures.push(new Error(`${folder}: ${(error as Error).message}`, { cause: error }));
    }
  }
  const reasons = failures.map((failure) => failure.message).join("\n  ");
  throw new HarnessError(
    "CHROMIUM_UNPACK",
    `could not unpack ${PACKAGE} (it needs 300 MB, and a folder in which programs may run); set CHROME_PATH to use another browser\n  ${reasons}`,
    { cause: new AggregateError(failures) },
  );
}

async function unpackedIn(folder: string, packageFolder: string): Promise<Chromium> {
  // ld.so separates LD_LIBRARY_PATH at both, and knows no escape (ld.so(8))
  if (/[:;]/.test(folder))
    throw new Error("a folder with a colon or semicolon in its path cannot hold libraries");
  await makeFolder(dirname(folder), 0o755);
  await makeFolder(folder, 0o700);
  // in a temporary folder another user may have created it, with any content
  if ((await stat(folder)).uid !== process.getuid?.()) throw new Error("it belongs to another user");
  const ready = join(folder, "ready");
  if (!(await isThere(ready))) await unpackChromium(packageFolder, folder, ready);

  const executablePath = join(ready, "chromium");
  await access(executablePath, constants.X_OK);
  return {
    executablePath,
    env: {
      LD_LIBRARY_PATH: join(ready, "al2023", "lib"),
      FONTCONFIG_FILE: join(ready, "fonts.conf"),
      // neither reads nor changes the certificates and caches of the user
      HOME: join(ready, "home"),
    },
  };
}

/** The package does not export its manifest. */
function packageManifest(): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths(PACKAGE) ?? [];
  return folders.map((folder) => join(folder, PACKAGE, "package.json")).find(existsSync);
}

async function makeFolder(path: string, mode: number): Promise<void> {
  await mkdir(path, { mode }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
