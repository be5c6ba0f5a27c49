/** Promise: a mail does nothing in the console, whatever is in it: it is shown, and nothing else happens. */
import { SESClient, SendRawEmailCommand } from "@aws-sdk/client-ses";
import type { Harness } from "localstack-harness";
import { afterAll } from "vitest";
import { closeBrowser } from "../browser.ts";
import { serveHostileSite } from "../hostile/hostile-site.ts";
import { expect, test } from "./console-page.ts";

afterAll(closeBrowser);

const FROM = "cuddles@petcuddleotron.example";

async function send({ config }: Harness, to: string, html: string): Promise<void> {
  const ses = new SESClient(config);
  const mime = [
    `From: ${FROM}`,
    `To: ${to}`,
    "Subject: <img src=x onerror=alert(1)> \u202efdp.exe",
    "MIME-Version: 1.0",
    'Content-Type: text/html; charset="utf-8"',
    "",
    html,
  ].join("\r\n");
  await ses.send(new SendRawEmailCommand({ RawMessage: { Data: new TextEncoder().encode(mime) } }));
  ses.destroy();
}

const hostile = (evil: string): string => `<!doctype html><html><head>
  <meta http-equiv="refresh" content="1; url=${evil}/refresh">
  <base href="${evil}/">
  <link rel="stylesheet" href="${evil}/style.css">
  <style>@import "${evil}/import.css"; @font-face { font-family: f; src: url(${evil}/font) }
    body::before { content: ""; position: fixed; inset: 0; z-index: 9999; background: url(${evil}/cover.png); }
    h1 { font-family: f }</style>
  <script src="${evil}/script.js"></script>
  <script>top.document.title = "pwned"; parent.location = "${evil}/parent"; fetch("${evil}/fetch"); alert(1);</script>
  </head><body onload="alert(2)">
  <h1>You win a cat</h1>
  <img src="${evil}/pixel.png" onerror="alert(3)" srcset="${evil}/set.png 2x">
  <svg onload="alert(4)"><image href="${evil}/svg.png"/></svg>
  <iframe src="${evil}/frame"></iframe><object data="${evil}/object"></object><embed src="${evil}/embed">
  <video src="${evil}/video" autoplay></video>
  <form id="f" action="${evil}/form" method="post" target="_top"><button autofocus>Go</button></form>
  <a id="top" href="${evil}/link" target="_top">top</a> <a id="self" href="${evil}/self">self</a>
  <a id="run" href="javascript:alert(5)">run</a>
  </body></html>`;

test("script, images, forms, frames, refreshes and links lead nowhere", async ({
  openConsole,
  harness,
  inbox,
}) => {
  const { page, at } = await openConsole();
  await using site = await serveHostileSite();
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const opened: string[] = [];
  page.context().on("page", (other) => opened.push(other.url()));
  const email = inbox.address();
  await send(harness, email, hostile(site.origin));
  await page.goto(at("inbox"));
  await page.getByRole("searchbox", { name: "Search mails" }).fill(email);
  await page.getByRole("listbox").getByRole("option").first().click();
  const frame = page.frameLocator("iframe");
  await frame.getByText("You win a cat").waitFor();
  const address = page.url();
  const click = (name: string) => frame.locator(name).dispatchEvent("click");
  for (const name of ["#f button", "#top", "#run"]) await click(name);
  await frame.locator("body").click({ force: true, position: { x: 20, y: 20 } });
  // the refresh had its second
  await expect.poll(() => page.evaluate("performance.now()"), { timeout: 45_000 }).toBeGreaterThan(2_500);
  // the last: the mail gives way to the browser's page about what it blocked
  await click("#self");
  await frame.locator("#self").waitFor({ state: "detached" });
  await page.getByText(/references? to other servers stayed unloaded/).waitFor();
  await page.getByRole("heading", { name: /<img src=x onerror=alert\(1\)>/ }).waitFor();
  expect(page.url()).toBe(address);
  expect(await page.title()).toBe("Inbox · Console");
  expect([dialogs, opened]).toEqual([[], []]);
  expect(site.arrived).toEqual([]);
});

test("2 MB of HTML are shown, and the page stays usable", async ({ openConsole, harness, inbox }) => {
  const { page, at } = await openConsole();
  const email = inbox.address();
  await send(harness, email, `<h1>Long</h1>${`<p>${"line ".repeat(200)}</p>`.repeat(2_000)}`);
  await page.goto(at("inbox"));
  await page.getByRole("searchbox", { name: "Search mails" }).fill(email);
  await page.getByRole("listbox").getByRole("option").first().click({ timeout: 90_000 });
  await page.frameLocator("iframe").getByText("Long").waitFor({ timeout: 90_000 });
  await page.getByRole("tab", { name: "Source" }).click();
  await page.getByText("download it to see all").waitFor({ timeout: 90_000 });
});
