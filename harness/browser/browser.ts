/** A real Chromium for suites: the same web platform as a user's browser, and no packet beyond loopback. */
import "../core/installation/require-node.ts";

import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import type { Browser, LaunchOptions } from "playwright-core";
import { HarnessError } from "../core/errors.ts";
import { addCommand } from "../core/installation/package-manager.mjs";
import { withPeers } from "../core/installation/peers.ts";
import { hasPackagedChromium, packagedChromium } from "./chromium.ts";

/** No browser was found; the message says what was tried and what to do. */
const noBrowser = (message: string): HarnessError => new HarnessError("NO_BROWSER", message);

/**
 * Flags besides those of Playwright (which stop updates, background networking and first-run pages). None of them weakens
 * the web platform: with `--disable-web-security`, as `@sparticuz/chromium` proposes, tests of CORS would prove nothing.
 */
export const BROWSER_ARGUMENTS: readonly string[] = [
  // resolves nothing but loopback, so that neither the page nor the browser itself can reach the world
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
  // a proxy from the environment would resolve names for it
  "--no-proxy-server",
  "--disable-domain-reliability",
  "--no-pings",
];

/** Browsers that Playwright finds where their installers put them. */
const CHANNELS = ["chrome", "msedge"] as const;
const COMMANDS = ["chromium", "chromium-browser", "google-chrome"];

/** How {@link launchBrowser} starts the browser. */
export interface BrowserOptions extends Pick<LaunchOptions, "headless" | "slowMo"> {
  /**
   * Milliseconds that an action on a page may take, such as a click. Below the time-out of a test: so a broken page fails
   * with an error that names the locator, and not with the time-out of the test. Default: 10,000.
   */
  actionTimeout?: number | undefined;
}

/**
 * Launches a headless Chromium: `CHROME_PATH` where it is set, on Linux x64 the one that npm installed, elsewhere an
 * installed Chrome, Edge or Chromium. The caller closes it (`await using browser = …` does).
 * @throws HarnessError NO_BROWSER when there is none, or `CHROME_PATH` names none; CHROMIUM_UNPACK; PEER_MISSING without playwright-core
 */
export async function launchBrowser(
  { actionTimeout = 10_000, ...options }: BrowserOptions = {},
  env: NodeJS.ProcessEnv = process.env,
): Promise<Browser> {
  const browser = await launched(options, env);
  browser.on("context", (context) => context.setDefaultTimeout(actionTimeout));
  return browser;
}

async function launched(options: LaunchOptions, env: NodeJS.ProcessEnv): Promise<Browser> {
  const { chromium } = await withPeers(
    import("playwright-core"),
    (missing) => `a browser needs the package ${missing}: ${addCommand([missing])}`,
  );
  const launch = (which: LaunchOptions) =>
    // Playwright's default is no sandbox: it needs user namespaces, which root and many CI machines do not have
    chromium.launch({ ...options, ...which, args: [...BROWSER_ARGUMENTS] });

  const given = env.CHROME_PATH;
  if (given) {
    if (!(await isProgram(given)))
      throw noBrowser(`CHROME_PATH=${given} is not a program that this user can run: set it to a Chromium`);
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
  throw noBrowser(
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
