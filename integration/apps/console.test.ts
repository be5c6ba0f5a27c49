/** Promise: the console shows an app of queues, topics, tables and an HTTP API as it shows one that sends mails. */
import { afterAll } from "vitest";
import { closeBrowser } from "../browser.ts";
import { type OpenConsole, serveConsole, withPages } from "../console/console-page.ts";
import { test as base, expect } from "./observers-app.ts";

const test = base.extend<{ openConsole: OpenConsole }>({
  openConsole: async ({ deployed, endpoint }, use) => {
    await using console = await serveConsole(
      endpoint,
      deployed.map(({ name }) => name),
    );
    await withPages(console.address, use);
  },
});

const WITHIN = { timeout: 90_000 };

// the deployment takes longer than a test may
test.beforeAll(({ deployed }) => expect(deployed).toHaveLength(1), 120_000);
afterAll(closeBrowser);

test("a foreign app is shown in every view", async ({ openConsole, api, bucket, deployed: [stack] }) => {
  const { page, at } = await openConsole();
  const heading = () => page.getByRole("heading", { level: 1 }).waitFor();
  // other suites deploy other stacks
  const own = (part: string) => new RegExp(`${stack?.name}-.*${part}`, "i");
  const name = `rex-${crypto.randomUUID()}`;

  await page.goto(at("overview"));
  const graph = page.getByRole("region", { name: "The app" });
  for (const part of ["Web", "Greeter", "DataGreeted", "DataCards", "Events", "News", "Letters", "Daily"])
    await graph.getByRole("link", { name: new RegExp(`^\\s*${part}`) }).waitFor(WITHIN);
  await graph.getByText("ANY /greetings").waitFor();
  // it sends no mail
  expect(await graph.getByText("Amazon SES").count()).toBe(0);

  const response = await api("Web").fetch("/greetings", { method: "POST", body: JSON.stringify({ name }) });
  expect(response.status).toBe(201);
  await expect(bucket("Cards")).toHaveObject({ key: `cards/${name}` });
  // the function calls table, bucket, bus and topic, and the topic its queue
  await expect.poll(() => page.locator(".graph-lines path.taken").count(), WITHIN).toBeGreaterThanOrEqual(5);

  await page.goto(at("requests"));
  await page.getByRole("searchbox", { name: "Search requests" }).fill("greetings");
  await page.getByRole("listbox").getByRole("option").first().click(WITHIN);
  await page.getByRole("region", { name: "Body" }).getByText(name).waitFor(WITHIN);
  await page.getByRole("link", { name: "Trace" }).last().click();
  const axis = page.getByRole("list", { name: "Time axis" });
  for (const text of [
    "POST /greetings",
    "dynamodb PutItem",
    "s3 PutObject",
    "events PutEvents",
    "sns Publish",
  ])
    await axis.getByText(text).first().waitFor(WITHIN);

  await page.goto(at("logs"));
  await page.getByRole("searchbox", { name: "Search log lines" }).fill(name);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: "greeted" }).first().click(WITHIN);

  await page.goto(at("resources"));
  await page.getByRole("link", { name: own("Greeted") }).click(WITHIN);
  await page.getByText(name).first().waitFor(WITHIN);
  await page.getByRole("link", { name: own("Letters") }).click(WITHIN);
  await page.getByText(name).first().waitFor(WITHIN);
  await page.getByRole("link", { name: own("Cards") }).click(WITHIN);
  await page.getByRole("button", { name: `cards/${name}` }).click(WITHIN);
  await page.getByRole("region", { name: "Content" }).getByText(`Hello ${name}`).waitFor(WITHIN);

  await page.goto(at("permissions"));
  // of a function URL the check reads no policy, and says so; what the roles did is shown all the same
  await page.getByText("AWS::Lambda::Url").waitFor(WITHIN);
  const called = page.getByRole("region", { name: "Calls by role" });
  await called.getByRole("cell", { name: "dynamodb PutItem" }).first().waitFor(WITHIN);

  for (const view of ["inbox", "executions", "controls"]) {
    await page.goto(at(view));
    await heading();
  }
});
