import { launchBrowser } from "localstack-harness/browser";
import type { Browser, Page } from "playwright-core";
import { test as base, expect } from "./app.ts";

let browser: Promise<Browser> | undefined;

export interface PageFixtures {
  /** The page in a real Chromium, opened and ready, in a context of its own. */
  page: Page;
}

/** The app's `test` with the page. One Chromium serves all tests of a file. */
export const test = base.extend<PageFixtures>({
  page: async ({ siteUrl }, use) => {
    browser ??= launchBrowser();
    const context = await (await browser).newContext();
    const page = await context.newPage();
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(siteUrl);
    await use(page);
    await context.close();
    expect(errors, "errors that the page did not handle").toEqual([]);
  },
});

/** For `afterAll` of each file that uses the page. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

export interface Wishes {
  message?: string;
  email?: string;
  seconds?: number;
}

/** Fills in the form as a person does, by the labels that they read. */
export async function ask(page: Page, { message, email, seconds }: Wishes): Promise<void> {
  if (message !== undefined) await page.getByLabel("Message").fill(message);
  if (email !== undefined) await page.getByLabel("E-mail address").fill(email);
  if (seconds !== undefined) {
    await page.getByRole("spinbutton", { name: "Seconds" }).fill(String(seconds));
  }
  await page.getByRole("button", { name: "Remind me" }).click();
}

export { expect };
