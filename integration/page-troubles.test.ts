/** Promise: the page says so when the API refuses, fails or does not answer, and loses nothing that was typed. */
import { afterAll } from "vitest";
import { closeBrowser } from "./browser.ts";
import { ask, expect, referenceOn, shows, test } from "./page.ts";

afterAll(closeBrowser);

const cors = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
const problem = (status: number, detail: string) => ({
  status,
  headers: cors,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "about:blank", title: "Problem", status, detail, errors: [] }),
});
const troubles = {
  "a 4xx": problem(429, "too many requests"),
  "a 5xx": problem(503, "the service is away"),
  "an answer that is no JSON": {
    status: 502,
    headers: cors,
    contentType: "text/html",
    body: "<h1>Bad gateway</h1>",
  },
};

test.for(Object.entries(troubles))("%s", async ([, answer], { page, inbox }) => {
  const email = inbox.address();
  await page.route(/\/petcuddleotron$/, (route) => route.fulfill(answer));
  await ask(page, { message: "Brush Rex", email, seconds: 0 });
  const alert = page.getByRole("alert").filter({ hasText: /\w+ \w+/ });
  await alert.waitFor();
  expect(await page.getByLabel("Message").inputValue()).toBe("Brush Rex");

  await page.unroute(/\/petcuddleotron$/);
  await page.getByRole("button", { name: "Remind me" }).click();
  await shows(page, "COMPLETED");
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("no answer at all, and one reminder only when it is tried again", async ({ page, inbox }) => {
  const email = inbox.address();
  // the request arrives, its answer is lost: the same Idempotency-Key makes the second one the same request
  await page.route(/\/petcuddleotron$/, async (route) => {
    if (route.request().method() === "POST") await route.fetch();
    await route.abort("connectionreset");
  });
  await ask(page, { message: "Brush Rex", email, seconds: 0 });
  await page
    .getByRole("alert")
    .filter({ hasText: /\w+ \w+/ })
    .waitFor();
  await page.unroute(/\/petcuddleotron$/);
  await page.getByRole("button", { name: "Remind me" }).click();
  await shows(page, "COMPLETED");
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("an id that is unknown", async ({ visit }) => {
  const page = await visit({ hash: `#${crypto.randomUUID()}` });
  const alert = page.getByRole("alert").filter({ hasText: "Check the address, or ask for another." });
  await alert.waitFor();
  await page.getByRole("button", { name: "Ask for another" }).click();
  await page.getByRole("button", { name: "Remind me" }).waitFor();
});

test("a status that cannot be had, until it can", async ({ page, inbox, api }) => {
  await ask(page, { email: inbox.address(), seconds: 600 });
  await shows(page, "WAITING");
  const id = await referenceOn(page);
  await page.route(/\/petcuddleotron\/[^/]+$/, (route) => route.fulfill(problem(503, "the service is away")));
  await page.reload();
  const alert = page.getByRole("alert").filter({ hasText: "the page keeps trying" });
  await alert.waitFor();
  expect(await alert.textContent()).toContain("The service is away");
  await page.unroute(/\/petcuddleotron\/[^/]+$/);
  await page.getByRole("button", { name: "Try again" }).click();
  await shows(page, "WAITING");
  await alert.waitFor({ state: "hidden" });
  await api.cancel(id);
});

test("a cancel that comes too late", async ({ page, inbox, faults }) => {
  const email = inbox.address();
  await faults.inject({ service: "ses", operation: "SendEmail", delayMs: 3_000, times: 1, match: email });
  await ask(page, { email, seconds: 0 });
  await shows(page, "SENDING");
  await page.route(/\/petcuddleotron\/[^/]+$/, (route) =>
    route.request().method() === "DELETE"
      ? route.fulfill(problem(409, "the reminder may already be on its way"))
      : route.continue(),
  );
  await page.getByRole("button", { name: "Cancel reminder" }).click();
  await page
    .getByRole("alert")
    .filter({ hasText: "The reminder may already be on its way. It can no longer be cancelled." })
    .waitFor();
  await shows(page, "COMPLETED");
});
