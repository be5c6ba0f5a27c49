/** Promise: many mails, executions and events are all there, while the page holds those in sight only. `npm run bench -- console-load` measures the full size. */
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { eventsOf, type Filling, fillConsole } from "../../scripts/bench/console-load/fill.ts";
import { closeBrowser } from "../browser.ts";
import { expect, test } from "./console-page.ts";

afterAll(closeBrowser);

const FILLING: Filling = { mails: 300, executions: 100, items: 400 };
/** The most rows that a screen of 720 pixels shows, with those beside it. */
const MAX_ROWS = 60;
const MAX_HEAP_BYTES = 60_000_000;
const WITHIN = { timeout: 90_000 };

const rows = (page: Page, list: string) => page.getByRole("listbox", { name: list }).getByRole("option");

/** By the key that leads to the end of a list. */
async function goToEnd(page: Page, list: string): Promise<void> {
  await page.getByRole("listbox", { name: list }).focus();
  await page.keyboard.press("End");
}

test("every mail, execution and event is reached", { timeout: 300_000 }, async ({
  openConsole,
  endpoint,
}) => {
  await using filled = await fillConsole(endpoint, FILLING);
  const { page, at, asked } = await openConsole();

  await page.goto(at("inbox"));
  await page.getByRole("searchbox", { name: "Search mails" }).fill(filled.email);
  await page.getByText(`${FILLING.mails} mails`).waitFor(WITHIN);
  expect(await rows(page, "Mails").count()).toBeLessThan(MAX_ROWS);
  await goToEnd(page, "Mails");
  await rows(page, "Mails")
    .and(page.locator(`[aria-posinset="${FILLING.mails}"]`))
    .filter({ hasText: /mail \d/ })
    .waitFor(WITHIN);

  await page.goto(at("executions"));
  const search = filled.stateMachineArn.split(":").at(-1) ?? "";
  await page.getByRole("searchbox", { name: "Search executions" }).fill(search);
  await page.getByText(`${FILLING.executions + 1} executions`).waitFor(WITHIN);
  expect(await rows(page, "Executions").count()).toBeLessThan(MAX_ROWS);

  await page.goto(at("executions", filled.longArn));
  await page.locator(".state.done", { hasText: "Each" }).waitFor(WITHIN);
  await rows(page, "Visits of states").first().waitFor(WITHIN);
  expect(await rows(page, "Visits of states").count()).toBeLessThan(MAX_ROWS);
  // a long history takes long to read
  expect(asked.filter((address) => address.includes("/executions/one"))).toHaveLength(1);
  await page.getByRole("tab", { name: "History" }).click();
  const events = eventsOf(FILLING);
  await page.getByText(`${events.toLocaleString("en")} events`, { exact: true }).waitFor(WITHIN);
  await goToEnd(page, "Events");
  await rows(page, "Events").filter({ hasText: "ExecutionSucceeded" }).waitFor(WITHIN);
  expect(await rows(page, "Events").count()).toBeLessThan(MAX_ROWS);

  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  expect(usedSize).toBeLessThan(MAX_HEAP_BYTES);
});
