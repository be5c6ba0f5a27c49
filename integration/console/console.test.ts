/** Promise: the console shows what happens, live, and changes it on request: a mail, an execution, a fault. */
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { workflowInput } from "../../functions/reminder.fixture.ts";
import { closeBrowser } from "../browser.ts";
import { expect, test } from "./console-page.ts";

afterAll(closeBrowser);

const WITHIN = { timeout: 90_000 };

/** The list holds the rows in sight only, and other tests make executions, too. */
async function openExecution(page: Page, id: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search executions" }).fill(id);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: id }).click(WITHIN);
}

test("a reminder appears, its graph advances, its wait is skipped, and its mail opens", async ({
  openConsole,
  api,
  inbox,
}) => {
  const { page, at } = await openConsole();
  await page.goto(at("executions"));
  const email = inbox.address();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email });
  await openExecution(page, id);
  await page.locator(".state.running", { hasText: "Timer" }).waitFor(WITHIN);
  await page.getByRole("button", { name: "Skip the wait" }).click();
  await page.locator(".state.done", { hasText: "NotifyCompletion" }).waitFor(WITHIN);
  await page.getByRole("article").getByText("succeeded").first().waitFor(WITHIN);

  await page.locator(".state", { hasText: "SendReminder" }).click();
  const data = page.getByRole("region", { name: "Input of SendReminder" });
  await data.getByText(email).first().waitFor();

  await page.getByRole("link", { name: /^Inbox/ }).click();
  await page.getByRole("searchbox", { name: "Search mails" }).fill(email);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: "It is time" }).click(WITHIN);
  const frame = page.frameLocator("iframe");
  await frame.getByText("Brush Rex").waitFor();
  await page.getByRole("tab", { name: "Text" }).click();
  await page.getByText("Brush Rex").first().waitFor();
});

test("a request is shown with its response, and its trace has all that it caused", async ({
  openConsole,
  api,
  inbox,
}) => {
  const { page, at } = await openConsole();
  const { headers, body } = await api.submit({
    waitSeconds: 0,
    message: "Brush Rex",
    email: inbox.address(),
  });
  await expect(inbox).toReceiveExactly(2);
  const requestId = headers.get("x-amzn-requestid") ?? "";
  await page.goto(at("requests"));
  await page.getByRole("searchbox", { name: "Search requests" }).fill(requestId);
  await page.getByRole("listbox").getByRole("option").first().click(WITHIN);
  await page.getByRole("tab", { name: "Response" }).click();
  await page.getByRole("region", { name: "Body" }).getByText(`${body.id}`).waitFor();
  await page.getByRole("link", { name: "Trace" }).last().click();
  const axis = page.getByRole("list", { name: "Time axis" });
  for (const text of [
    "POST /prod/petcuddleotron",
    "stepfunctions StartExecution",
    "SendReminder",
    "It is time to cuddle your pet",
    "Pet cuddle request completed",
  ])
    await axis.getByText(text).first().waitFor(WITHIN);
  await page.getByRole("listbox", { name: "Log lines" }).getByText("answered").first().waitFor();
});

test("an outage is switched on, its retries show, and the execution recovers", async ({
  openConsole,
  api,
  inbox,
  clock,
}) => {
  const { page, at } = await openConsole();
  const email = inbox.address();
  await clock.compress(email);
  await page.goto(at("controls"));
  const form = page.getByRole("form", { name: "Inject a fault" });
  await form.getByRole("combobox", { name: /^Service/ }).fill("ses");
  await form.getByRole("combobox", { name: /^Operation/ }).fill("SendEmail");
  await form.getByLabel("Number of calls").fill("2");
  await form.getByLabel("Only with this text").fill(email);
  await form.getByRole("button", { name: "Inject the fault" }).click();
  const active = page.getByRole("region", { name: "Faults and clocks in force" });
  const ours = active.getByRole("listitem").filter({ hasText: email });
  await ours.getByText("ses SendEmail answers Throttling").waitFor(WITHIN);

  const { id } = await api.request({ waitSeconds: 0, message: "Brush Rex", email });
  await page.goto(at("executions"));
  await openExecution(page, id);
  await page.locator(".state.done", { hasText: "2 retries" }).waitFor(WITHIN);
  await page.getByRole("article").getByText("succeeded").first().waitFor(WITHIN);
  await page.locator(".state", { hasText: "2 retries" }).click();
  await page.getByRole("list", { name: "Errors" }).getByText("Throttling").first().waitFor();
});

test("an execution is stopped, redriven, and started again with another input", async ({
  openConsole,
  api,
  inbox,
}) => {
  const { page, at } = await openConsole();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
  await page.goto(at("executions"));
  await openExecution(page, id);
  await page.getByRole("button", { name: "Stop" }).click(WITHIN);
  await page.getByRole("article").getByText("aborted").first().waitFor(WITHIN);
  await page.getByRole("button", { name: "Redrive" }).click();
  await page.locator(".state.running", { hasText: "Timer" }).waitFor(WITHIN);
  await page.getByRole("button", { name: "Stop" }).click(WITHIN);
  await page.getByRole("button", { name: "Redrive" }).waitFor(WITHIN);
  await page.getByRole("button", { name: "Start again" }).click();
  const input = page.getByRole("textbox", { name: "Input" });
  await input.fill("{");
  expect(await page.getByRole("button", { name: "Start", exact: true }).isDisabled()).toBe(true);
  const email = inbox.address("again");
  const again = workflowInput({ id: crypto.randomUUID(), waitSeconds: 0, message: "Brush Tom", email });
  await input.fill(JSON.stringify(again));
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(inbox).toReceive({ to: email, text: "Brush Tom" });
});

test("what a function logs appears, by id and by level, unfolded", async ({ openConsole, api, inbox }) => {
  const { page, at } = await openConsole();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
  await page.goto(at("logs"));
  await page.getByRole("searchbox", { name: "Search log lines" }).fill(id);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: "answered" }).first().click(WITHIN);
  await page.getByRole("region", { name: "Message" }).getByText('"reminderId"').waitFor();
  await api.cancel(id);
});

test("the overview, permissions and resources know the app by its template", async ({
  openConsole,
  api,
  inbox,
  storage: _,
}) => {
  const { page, at } = await openConsole();
  await api.request({ waitSeconds: 0, message: "Brush Rex", email: inbox.address() });
  await expect(inbox).toReceiveExactly(2);
  await page.goto(at("overview"));
  const app = page.getByRole("region", { name: "The app" });
  for (const name of ["Amazon SES", "State machine", "API", "Page"])
    await app.getByText(name).first().waitFor(WITHIN);
  await app.getByText("POST /petcuddleotron").waitFor();
  await page
    .locator(".graph-lines path.taken")
    .first()
    .waitFor({ ...WITHIN, state: "attached" });

  await page.goto(at("permissions"));
  await page.getByRole("cell", { name: "states:StartExecution" }).first().waitFor(WITHIN);

  await page.goto(at("resources"));
  await page.getByRole("link", { name: /sitebucket/ }).click(WITHIN);
  await page.getByRole("button", { name: "index.html" }).click(WITHIN);
  await page.getByRole("region", { name: "Content" }).getByText("<!doctype html>").waitFor(WITHIN);
});
