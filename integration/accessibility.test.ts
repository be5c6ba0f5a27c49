/** Promise: the page is accessible: no violation of WCAG 2.2 AA in any of its states, light or dark, wide or narrow. */
import type { AxeResults } from "axe-core";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { TEXT_FIELDS } from "../functions/reminder.ts";
import { closeBrowser } from "./browser.ts";
import { ask, expect, test } from "./page.ts";

afterAll(closeBrowser);

async function violations(page: Page): Promise<string[]> {
  // evaluated, because the page's content-security policy allows no script that is not its own
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<AxeResults>("axe.run()");
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`the form, its errors and a reminder, ${colorScheme}`, async ({ page, inbox, api }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    expect(await violations(page), "the form").toEqual([]);
    await ask(page, { message: "", email: "rex", seconds: -1 });
    expect(await violations(page), "its errors").toEqual([]);
    await ask(page, { message: "Brush Rex", email: inbox.address(), seconds: 600 });
    await page.locator('[role=status][data-status="WAITING"]').waitFor();
    expect(await violations(page), "a reminder that waits").toEqual([]);
    await api.cancel((await page.locator("#reference").textContent()) ?? "");
  });
}

test("a screen of 320 pixels shows all of it without scrolling sideways", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(320);
  expect(await violations(page)).toEqual([]);
});

test("the form can be filled in and sent by keyboard alone", async ({ page, inbox }) => {
  const email = inbox.address();
  const request: Record<string, unknown> = reminderRequest({ email });
  const fields: string[] = await page.evaluate(
    "[...document.querySelectorAll('#ask :is(textarea, input:not([type=radio]))')].map(({ id }) => id)",
  );
  const texts = fields.filter((field) => TEXT_FIELDS.some((known) => known === field));
  expect(texts.toSorted()).toEqual(TEXT_FIELDS.toSorted());
  await page.locator(`#${texts[0]}`).focus();
  for (const field of texts) {
    expect(await page.evaluate("document.activeElement.id")).toBe(field);
    await page.keyboard.type(String(request[field]));
    if (field !== texts.at(-1)) await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Enter");
  await page.locator('[role=status][data-status="WAITING"]').waitFor();
  await page.getByRole("button", { name: "Cancel reminder" }).focus();
  await page.keyboard.press("Enter");
  await page.locator('[role=status][data-status="CANCELLED"]').waitFor();
});
