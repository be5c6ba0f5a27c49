import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { type ReminderRequest, TEXT_FIELDS } from "../functions/reminder.ts";
import { test as base, expect } from "./app.ts";
import { theBrowser } from "./browser.ts";

export interface PageFixtures {
  /** Opens the page in a real Chromium, in a new context with these options; `hash` shows a reminder. */
  visit: (options?: BrowserContextOptions & { hash?: string }) => Promise<Page>;
  /** The page, opened and ready. */
  page: Page;
}

/** The app's `test` with the page. */
export const test = base.extend<PageFixtures>({
  visit: async ({ siteUrl }, use) => {
    const contexts: BrowserContext[] = [];
    const errors: Error[] = [];
    await use(async ({ hash = "", ...options } = {}) => {
      const context = await (await theBrowser()).newContext(options);
      contexts.push(context);
      const page = await context.newPage();
      page.on("pageerror", (error) => errors.push(error));
      await page.goto(`${siteUrl}/${hash}`);
      return page;
    });
    for (const context of contexts) await context.close();
    expect(errors, "errors that the page did not handle").toEqual([]);
  },
  page: async ({ visit }, use) => use(await visit()),
});

/** What the form is filled in with; fields that are left out have the values of `functions/reminder.fixture.ts`. */
export type Wishes = Partial<Omit<ReminderRequest, "waitSeconds">> & { seconds?: number };

/** Fills in the form and sends it. */
export async function ask(page: Page, { seconds, ...texts }: Wishes): Promise<void> {
  const request = reminderRequest(texts);
  for (const field of TEXT_FIELDS) await page.locator(`#${field}`).fill(request[field]);
  if (seconds !== undefined) {
    await page.getByRole("spinbutton", { name: "Seconds" }).fill(String(seconds));
  }
  await page.getByRole("button", { name: "Remind me" }).click();
}

/** The reminder's id, as the page shows it. */
export const referenceOn = async (page: Page): Promise<string> =>
  (await page.locator("#reference").textContent()) ?? "";

/** Waits until the page shows this status. */
export const shows = (page: Page, status: string): Promise<void> =>
  page.locator(`[role=status][data-status="${status}"]`).waitFor();

export { expect };
