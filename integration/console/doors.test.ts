/** Promise: no page of another origin, and no other program, reads the console or changes anything by it. */
import { stat } from "node:fs/promises";
import { afterAll } from "vitest";
import { closeBrowser } from "../browser.ts";
import { attemptsAt, tryAll, type Wish } from "../hostile/attempts.ts";
import { serveHostileSite } from "../hostile/hostile-site.ts";
import { expect, test } from "./console-page.ts";

afterAll(closeBrowser);

test("a hostile page in the same browser reads nothing, changes nothing, and frames nothing", async ({
  openConsole,
  api,
  inbox,
}) => {
  const { page, at } = await openConsole();
  const { id } = await api.request({ waitSeconds: 600, message: "Brush Rex", email: inbox.address() });
  const arn = `arn:aws:states:us-east-1:000000000000:execution:PetCuddleOTron:${id}`;
  const { origin, pathname } = new URL(at("api"));
  const mark = crypto.randomUUID();
  const wishes: Wish[] = [
    { path: `${pathname}/live` },
    { path: `${pathname}/trace?id=${id}` },
    { path: `${pathname}/executions/stop`, body: JSON.stringify({ arn }) },
    { path: `${pathname}/executions/skip-wait`, body: JSON.stringify({ arn }) },
    { path: `${pathname}/controls/clocks`, body: JSON.stringify({ match: mark, scale: 0, lease: 60 }) },
    { path: `${pathname}/mails/`, body: "all" },
  ];
  await using site = await serveHostileSite();
  const answers: string[] = [];
  const tab = await page.context().newPage();
  tab.on("response", (response) => {
    if (response.url().startsWith(origin))
      answers.push(`${response.status()} ${new URL(response.url()).pathname}`);
  });
  await tab.goto(site.origin);
  await tryAll(tab, site.waysUrl, attemptsAt(origin, wishes));
  expect(answers.filter((answer) => !/^(401|403) /.test(answer))).toEqual([]);
  expect(answers.length).toBeGreaterThan(10);
  await tab.close();
  const active = await page.evaluate("document.body.textContent");
  expect(active).not.toContain(mark);
  expect((await api.get(id)).body.status).toBe("WAITING");
  await api.cancel(id);
});

test("without the token every address is closed", async ({ openConsole }) => {
  const { page, asked } = await openConsole();
  for (const view of ["inbox", "executions", "requests", "resources"])
    await page.getByRole("link", { name: new RegExp(`^${view}`, "i") }).click();
  const own = asked.filter((url) => url.includes("/api/"));
  expect(own.length).toBeGreaterThan(2);
  for (const url of own) {
    const answer = await fetch(url.replace(/\?token=.*/, ""));
    expect([url, answer.status]).toEqual([url, 401]);
    expect(await answer.text()).not.toMatch(/"(mails|executions|buckets)"/);
  }
});

test("other users of the machine cannot read the session", async ({ consoleAddress }) => {
  const { port } = new URL(consoleAddress);
  expect(Number(port)).toBeGreaterThan(0);
  const root = `${process.cwd()}/.build`;
  const { glob } = await import("node:fs/promises");
  for await (const file of glob("console-*/.localstack/console-*.json", { cwd: root }))
    expect([file, (await stat(`${root}/${file}`)).mode & 0o077]).toEqual([file, 0]);
});
