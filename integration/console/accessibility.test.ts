/** Promise: no view of the console has a violation that axe finds, light or dark, wide or narrow; keys reach everything. */
import axe, { type AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { closeBrowser } from "../browser.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { expect, test } from "./console-page.ts";

afterAll(closeBrowser);

const VIEWS = [
  "overview",
  "inbox",
  "executions",
  "requests",
  "trace",
  "logs",
  "controls",
  "permissions",
  "resources",
];

async function violations(page: Page): Promise<string[]> {
  // evaluated, because the page's content-security policy allows no script that is not its own
  await page.evaluate(axe.source);
  const { violations: found } = await page.evaluate<AxeResults>("axe.run({ iframes: false })");
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(" ")}`);
}

for (const colorScheme of ["light", "dark"] as const)
  test(`every view, with content, ${colorScheme}`, { timeout: 300_000 }, async ({
    openConsole,
    api,
    inbox,
  }) => {
    const { page, at } = await openConsole({ colorScheme });
    const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
    await api.request({ waitSeconds: 0, message: "Brush Rex", email: inbox.address("other") });
    await expect(inbox).toReceiveExactly(2, { to: inbox.address("other") });
    for (const view of VIEWS) {
      await page.goto(at(view));
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expect.poll(() => page.getByText("Loading …").count(), { timeout: 90_000 }).toBe(0);
      expect([view, await violations(page)]).toEqual([view, []]);
    }
    for (const view of ["inbox", "executions", "requests", "logs"]) {
      await page.goto(at(view));
      await page.getByRole("listbox").getByRole("option").first().click();
      await expect.poll(() => page.getByText("Loading …").count()).toBe(0);
      expect([`${view}, one selected`, await violations(page)]).toEqual([`${view}, one selected`, []]);
    }
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    expect(["help", await violations(page)]).toEqual(["help", []]);
    await api.cancel(id);
  });

test("a log line with a stack trace", async ({ openConsole, endpoint }) => {
  const text = `no cuddle ${crypto.randomUUID()}`;
  const code = `exports.handler = async () => { throw new Error("${text}"); };`;
  await using fails = await ThrowawayFunction.create(endpoint, { "index.js": code });
  await fails.invoke({});
  const { page, at } = await openConsole();
  await page.goto(at("logs"));
  await page.getByRole("searchbox", { name: "Search log lines" }).fill(text);
  const line = page.getByRole("listbox").getByRole("option").filter({ hasText: text });
  await line.filter({ hasText: "Invoke Error" }).click({ timeout: 90_000 });
  await page.getByRole("heading", { name: /^Stack trace/ }).waitFor();
  expect(await violations(page)).toEqual([]);
});

test("a screen of 360 pixels shows every view without scrolling sideways", async ({ openConsole }) => {
  const { page, at } = await openConsole({ viewport: { width: 360, height: 740 } });
  for (const view of VIEWS) {
    await page.goto(at(view));
    await page.getByRole("heading", { level: 1 }).waitFor();
    const width = await page.evaluate("document.documentElement.scrollWidth");
    expect([view, width]).toEqual([view, 360]);
  }
});

test("keys alone change the view, search, and move through a list", async ({ openConsole, api, inbox }) => {
  const { page } = await openConsole();
  const email = inbox.address();
  await api.request({ waitSeconds: 0, message: "Brush Rex", email });
  await expect(inbox).toReceiveExactly(2);
  await page.keyboard.press("2");
  await page.getByRole("heading", { name: "Inbox", level: 1 }).waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type(email);
  await page.getByRole("listbox").getByRole("option").nth(1).waitFor();
  await page.getByRole("listbox", { name: "Mails" }).focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("listbox").getByRole("option", { selected: true }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("article", { name: /It is time/ }).waitFor();
  await page.keyboard.press("Delete");
  await expect.poll(() => page.getByRole("listbox").getByRole("option").count()).toBe(1);
  await page.keyboard.press("Escape");
  await page.getByText("No mail is selected").waitFor();
  // the list has the focus, so that the arrows go on in it
  await page.keyboard.press("ArrowDown");
  await page.getByRole("article", { name: /cuddle/i }).waitFor();
});
