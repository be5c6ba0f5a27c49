/** Promise: users ask on the page, see the reminder through its states, and the mails arrive. */
import { afterAll } from "vitest";
import { TEXT_FIELDS, WORKFLOW_STATES } from "../functions/reminder.ts";
import { closeBrowser } from "./browser.ts";
import { ask, expect, referenceOn, shows, test } from "./page.ts";

afterAll(closeBrowser);

test("a user asks, follows, and sees when it is completed", async ({ page, inbox }) => {
  const email = inbox.address();
  await ask(page, { email, seconds: 1 });
  await shows(page, "WAITING");
  await shows(page, "COMPLETED");
  for (const state of WORKFLOW_STATES) await page.locator(`[data-state="${state}"]`).waitFor();
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("a reminder that waits counts down", async ({ page, inbox, api }) => {
  await ask(page, { email: inbox.address(), seconds: 59 });
  const countdown = page.getByRole("timer");
  const left = async () => Number(/^(\d+) seconds?$/.exec((await countdown.textContent()) ?? "")?.[1]);
  await expect.poll(left, { timeout: 45_000 }).toBeGreaterThan(0);
  const before = await left();
  expect(before).toBeLessThanOrEqual(59);
  await expect.poll(left, { timeout: 45_000 }).toBeLessThan(before);
  await api.cancel(await referenceOn(page));
});

test("the button is busy while the answer is awaited, and asks once", async ({ page, inbox, api }) => {
  const answered = Promise.withResolvers<void>();
  let requests = 0;
  await page.route(/\/petcuddleotron$/, async (route) => {
    if (route.request().method() === "POST") requests += 1;
    await answered.promise;
    await route.continue();
  });
  await ask(page, { email: inbox.address(), seconds: 600 });
  const button = page.locator("#submit");
  await page.locator("#submit[aria-disabled=true]").waitFor();
  expect(await page.locator("#ask").getAttribute("aria-busy")).toBe("true");
  // Playwright itself would wait until the button is no longer busy
  await page.evaluate("document.querySelector('#submit').click()");
  answered.resolve();
  await shows(page, "WAITING");
  expect(requests).toBe(1);
  expect(await button.getAttribute("aria-disabled")).toBe("false");
  await api.cancel(await referenceOn(page));
});

test("cancel on the page, and nothing is sent", async ({ page, inbox, api, clock }) => {
  const email = inbox.address();
  await ask(page, { email, seconds: 600 });
  await page.getByRole("button", { name: "Cancel reminder" }).click();
  await shows(page, "CANCELLED");
  const id = await referenceOn(page);
  await expect.poll(async () => (await api.get(id)).body.status).toBe("CANCELLED");
  // nothing is left that its time could send
  await clock.compress(id);
  await inbox.receiveNone({ to: email });
});

test("the reminder is still there after the page was loaded again", async ({ page, inbox, api }) => {
  await ask(page, { email: inbox.address(), seconds: 600 });
  await shows(page, "WAITING");
  const id = await referenceOn(page);
  await page.reload();
  await shows(page, "WAITING");
  expect(await referenceOn(page)).toBe(id);
  await api.cancel(id);
});

test("“Ask for another” leads back to the form, and the same wish makes a second reminder", async ({
  page,
  inbox,
  api,
}) => {
  const email = inbox.address();
  await ask(page, { email, seconds: 600 });
  await shows(page, "WAITING");
  const first = await referenceOn(page);
  expect(await page.evaluate("sessionStorage.length")).toBe(0);

  await page.getByRole("button", { name: "Ask for another" }).click();
  await page.getByRole("button", { name: "Remind me" }).waitFor();
  expect(new URL(page.url()).hash).toBe("");
  expect(await page.locator("#message").inputValue()).toBe("");
  expect(await page.locator("#email").inputValue()).toBe(email);

  await ask(page, { email, seconds: 600 });
  await shows(page, "WAITING");
  const second = await referenceOn(page);
  expect(second).not.toBe(first);
  expect(await page.evaluate("sessionStorage.length")).toBe(0);
  for (const id of [first, second]) expect((await api.cancel(id)).status).toBe(200);
});

test("an error is shown next to its field, and nothing is sent to the API", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
  await ask(page, {
    ...Object.fromEntries(TEXT_FIELDS.map((field) => [field, "\u200b\u3164"])),
    seconds: -1,
  });
  for (const field of [...TEXT_FIELDS, "waitSeconds"]) {
    expect(await page.locator(`#${field}-error`).textContent(), field).toMatch(/\w+ \w+/);
    expect(await page.locator(`#${field}`).getAttribute("aria-invalid"), field).toBe("true");
  }
  expect(requests.filter((request) => request.includes("petcuddleotron"))).toEqual([]);
});

test.for(["Pacific/Auckland", "America/St_Johns"])(
  "times are those of the user's clock, in %s",
  async (timezoneId, { visit, inbox, api }) => {
    const page = await visit({ timezoneId });
    await page.getByRole("radio", { name: "Tomorrow morning" }).check();
    expect(await page.locator("#preview").textContent()).toBe("That is tomorrow at 09:00.");
    await ask(page, { email: inbox.address() });
    await shows(page, "WAITING");
    const id = await referenceOn(page);
    const { remindAt = "" } = (await api.get(id)).body;
    const due = new Date(Math.round(Date.parse(remindAt) / 60_000) * 60_000);
    const onClock = new Intl.DateTimeFormat("en-GB", { timeZone: timezoneId, timeStyle: "short" }).format(
      due,
    );
    expect(onClock).toBe("09:00");
    expect(await page.getByRole("status").textContent()).toContain("tomorrow at 09:00");
    await api.cancel(id);
  },
);
