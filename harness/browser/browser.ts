/** A real Chromium for suites: the same web platform as a person's browser, and not one packet beyond loopback. */
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";
import { hasPackagedChromium, packagedChromium } from "./chromium.ts";

/** No browser was found; the message says what was tried and what to do. */
export class NoBrowserError extends Error {
  override name = "NoBrowserError";
}

/**
 * What Chromium is told besides Playwright's own flags (which stop updates, background networking and first-run pages).
 * Nothing here may weaken the web platform: with `--disable-web-security`, as `@sparticuz/chromium` proposes, no test
 * of CORS means anything.
 */
export const BROWSER_ARGUMENTS: readonly string[] = [
  // resolves nothing but loopback, so that neither the page nor the browser itself can reach the world
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
  // a proxy from the environment would resolve names for it
  "--no-proxy-server",
  "--disable-domain-reliability",
  "--no-pings",
];

/** Browsers that Playwright finds by the places where their installers put them. */
const CHANNELS = ["chrome", "msedge"] as const;
const COMMANDS = ["chromium", "chromium-browser", "google-chrome"];

/**
 * Launches a headless Chromium: `CHROME_PATH` where it is set, on Linux x64 the one that npm installed, elsewhere an
 * installed Chrome, Edge or Chromium. The caller closes it (`await using browser = …` does).
 *
 * @throws {NoBrowserError} when there is none, or `CHROME_PATH` names none
 */
export async function launchBrowser(
  options: Pick<LaunchOptions, "headless" | "slowMo"> = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<Browser> {
  const launch = (which: LaunchOptions) =>
    // Playwright's default is no sandbox: it needs user namespaces, which root and many CI machines do not have
    chromium.launch({ ...options, ...which, args: [...BROWSER_ARGUMENTS] });

  const given = env.CHROME_PATH;
  if (given) {
    if (!(await isProgram(given)))
      throw new NoBrowserError(`CHROME_PATH=${given} is no program that can be run`);
    return launch({ executablePath: given });
  }
  if (hasPackagedChromium()) {
    const packaged = await packagedChromium();
    return launch({ executablePath: packaged.executablePath, env: { ...defined(env), ...packaged.env } });
  }

  const tried: string[] = [];
  for (const channel of CHANNELS) {
    try {
      return await launch({ channel });
    } catch (error) {
      if (!/distribution '.*' is not (found|supported)/i.test((error as Error).message)) throw error;
      tried.push(channel);
    }
  }
  for (const command of COMMANDS) {
    const executablePath = await onPath(command, env.PATH);
    if (executablePath !== undefined) return launch({ executablePath });
    tried.push(command);
  }
  throw new NoBrowserError(
    `no browser found for ${process.platform} ${process.arch} (tried ${tried.join(", ")}): install Google Chrome or set CHROME_PATH to a Chromium`,
  );
}

const isProgram = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );

async function onPath(command: string, path = ""): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    const candidate = join(folder, command);
    if (folder !== "" && (await isProgram(candidate))) return candidate;
  }
  return undefined;
}

const defined = (env: NodeJS.ProcessEnv): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
