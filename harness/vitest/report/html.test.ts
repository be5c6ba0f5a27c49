import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../../browser/browser.ts";
import { hasPackagedChromium } from "../../browser/chromium.ts";
import { someFindings } from "../../testing/findings.ts";
import { toHtml } from "./html.ts";

describe.runIf(hasPackagedChromium())("the HTML report in a browser", () => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    browser = await launchBrowser();
    const findings = await someFindings();
    const [exchange] = findings.exchanges;
    const long = "x".repeat(300);
    html = toHtml({
      ...findings,
      exchanges: [
        { ...(exchange as NonNullable<typeof exchange>), url: `http://localhost:4566/${long}`, body: long },
      ],
      logs: [{ time: findings.since, group: `/aws/lambda/${long}`, stream: "a", message: long }],
    }).replaceAll("<details>", "<details open>");
  }, 120_000);
  afterAll(() => browser?.close());

  test.each([320, 480, 1_200])("fits into %i pixels", async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.setContent(html);
    const layout = await page.evaluate(() => {
      const linesOf = (cell: Element): number => {
        const text = document.createRange();
        text.selectNodeContents(cell);
        return text.getClientRects().length;
      };
      const { scrollWidth, clientWidth } = document.documentElement;
      return {
        overflow: scrollWidth - clientWidth,
        brokenParts: [...document.querySelectorAll(".kind")].filter((cell) => linesOf(cell) > 1).length,
        textWidths: [...document.querySelectorAll("td:last-child")].map((cell) => cell.clientWidth),
      };
    });
    expect(layout).toMatchObject({ overflow: 0, brokenParts: 0 });
    expect(Math.min(...layout.textWidths)).toBeGreaterThan(width / 2);
    await page.close();
  });
});
