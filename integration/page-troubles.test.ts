/** Promise: the page tells in words when the API refuses, fails or does not answer, and loses nothing that was typed. */
import { afterAll } from "vitest";
import { ask, closeBrowser, expect, test } from "./page.ts";

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
  await page.locator('[role=status][data-status="COMPLETED"]').waitFor();
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
  await page.locator('[role=status][data-status="COMPLETED"]').waitFor();
  await expect(inbox).toReceiveExactly(2, { to: email });
});
