/**
 * Promise: the pictures of the console in docs/pictures are as the console is. `npm run pictures` takes them again; a run
 * without it compares them, and leaves what differs in reports/pictures.
 */
import { join } from "node:path";
import { connect, startLocalStack } from "localstack-harness";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { deployApp } from "../../scripts/app/deployment.ts";
import { postReminder } from "../../scripts/app/post-reminder.ts";
import { closeBrowser } from "../browser.ts";
import { serveConsole, withPages } from "./console-page.ts";
import { differenceOf, MOST_DIFFERENT } from "./picture.ts";

afterAll(closeBrowser);

const MINUTES = 300_000;
const WITHIN = { timeout: 90_000 };
const EMAIL = "rex@inbox.example";
const DESK = { width: 1280, height: 760 };

/** The font that the packaged Chromium brings, so that machines with other fonts make the same picture. */
const FONT = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(':root { --sans: "Open Sans", sans-serif !important }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];`;

interface Picture {
  name: string;
  viewport?: { width: number; height: number };
  colorScheme?: "light" | "dark";
  view: string[];
  /** Brings the page to what is shown. */
  show: (page: Page) => Promise<unknown>;
}

const option = (page: Page, text: string) =>
  page.getByRole("listbox").getByRole("option").filter({ hasText: text }).first();

const failedState = async (page: Page) => {
  await option(page, "failed").click(WITHIN);
  await page.getByRole("button", { name: "Redrive" }).waitFor(WITHIN);
  await page.locator(".state", { hasText: "SendReminder" }).click();
  await page.getByRole("region", { name: "Input of SendReminder" }).waitFor();
};
const overview = (page: Page) =>
  page
    .locator(".graph-lines path.taken")
    .first()
    .waitFor({ ...WITHIN, state: "attached" });
const reminderMail = async (page: Page) => {
  await option(page, "It is time").click(WITHIN);
  await page.frameLocator("iframe").getByText("Brush Rex").waitFor();
};

const PICTURES: Picture[] = [
  { name: "console-overview", viewport: { width: 1280, height: 460 }, view: ["overview"], show: overview },
  { name: "console-execution", view: ["executions"], show: failedState },
  { name: "console-execution-dark", colorScheme: "dark", view: ["executions"], show: failedState },
  { name: "console-inbox", view: ["inbox"], show: reminderMail },
  { name: "console-inbox-phone", viewport: { width: 390, height: 760 }, view: ["inbox"], show: reminderMail },
  {
    name: "console-trace",
    view: ["trace", EMAIL],
    show: (page) => page.getByRole("list", { name: "Time axis" }).waitFor(WITHIN),
  },
];

test("the pictures are as the console is", { timeout: MINUTES }, async ({ signal }) => {
  const localstack = await startLocalStack({ target: "embedded", port: 0, signal });
  try {
    const { endpoint } = localstack;
    const app = await deployApp(endpoint, signal);
    await using harness = await connect({ endpoint });
    await using console = await serveConsole(endpoint);
    const run = async (waitSeconds: number) => {
      const response = await postReminder(
        app.apiUrl,
        { waitSeconds, message: "Brush Rex before the walk", email: EMAIL },
        signal,
      );
      const { id } = (await response.json()) as { id: string };
      return harness.executions.get(id);
    };
    await (await run(0)).waitForEnd({ within: 60_000 });
    {
      await using _outage = await harness.faults.inject({
        service: "ses",
        operation: "SendEmail",
        error: "MessageRejected",
        match: EMAIL,
      });
      await (await run(0)).waitForEnd({ within: 60_000 });
    }
    await run(600);
    // what still runs has run for so long in each picture, and what failed has failed just before
    const now = Date.now() + 5_000;
    const differences: [string, number][] = [];
    for (const { name, viewport = DESK, colorScheme = "light", view, show } of PICTURES)
      await withPages(console.address, async (open) => {
        const { page, at } = await open({ viewport, colorScheme, timezoneId: "UTC" });
        await page.clock.setFixedTime(now);
        await page.goto(at(...view));
        await page.evaluate(FONT);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await show(page);
        await page.getByText("Loading …").waitFor({ state: "detached" });
        differences.push([name, await differenceOf(page, join("docs/pictures", `${name}.png`))]);
      });
    expect(differences.filter(([, share]) => share > MOST_DIFFERENT)).toEqual([]);
  } finally {
    await localstack.stop();
  }
});
