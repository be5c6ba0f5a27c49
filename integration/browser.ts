import { launchBrowser } from "localstack-harness/browser";
import type { Browser } from "playwright-core";

let browser: Promise<Browser> | undefined;

/** One Chromium serves all tests of a file. */
export const theBrowser = (): Promise<Browser> => {
  browser ??= launchBrowser({ actionTimeout: 30_000 });
  return browser;
};

/** For `afterAll` of each file that uses it. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}
