/** Promise: a person asks on the page, sees the reminder through its states, and the mails arrive. */
import { afterAll } from "vitest";
import { ask, closeBrowser, expect, test } from "./page.ts";

afterAll(closeBrowser);

test("ask, follow, and be told when it is completed", async ({ page, inbox }) => {
  const email = inbox.address();
  await ask(page, { message: "Brush Rex", email, seconds: 1 });
  await page.locator('[role=status][data-status="WAITING"]').waitFor();
  await page.locator('[role=status][data-status="COMPLETED"]').waitFor();
  for (const state of ["ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"]) {
    await page.locator(`[data-state="${state}"]`).waitFor();
  }
  await expect(inbox).toReceiveExactly(2, { to: email });
});

test("cancel on the page, and nothing is sent", async ({ page, inbox, api }) => {
  const email = inbox.address();
  await ask(page, { message: "Brush Rex", email, seconds: 600 });
  await page.getByRole("button", { name: "Cancel reminder" }).click();
  await page.locator('[role=status][data-status="CANCELLED"]').waitFor();
  const id = (await page.locator("#reference").textContent()) ?? "";
  expect((await api.get(id)).body.status).toBe("CANCELLED");
  expect(await inbox.messages({ to: email })).toEqual([]);
});

test("the reminder is still there after the page was loaded again", async ({ page, inbox, api }) => {
  await ask(page, { message: "Brush Rex", email: inbox.address(), seconds: 600 });
  await page.locator('[role=status][data-status="WAITING"]').waitFor();
  const id = (await page.locator("#reference").textContent()) ?? "";
  await page.reload();
  await page.locator('[role=status][data-status="WAITING"]').waitFor();
  expect(await page.locator("#reference").textContent()).toBe(id);
  await api.cancel(id);
});

test("what is wrong is said beside its field, and nothing is sent to the API", async ({ page }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(`${request.method()} ${request.url()}`));
  await ask(page, { message: " ", email: "rex", seconds: -1 });
  for (const field of ["message", "email", "waitSeconds"]) {
    expect(await page.locator(`#${field}-error`).textContent(), field).toMatch(/\w+ \w+/);
    expect(await page.locator(`#${field}`).getAttribute("aria-invalid"), field).toBe("true");
  }
  expect(requests.filter((request) => request.includes("petcuddleotron"))).toEqual([]);
});
