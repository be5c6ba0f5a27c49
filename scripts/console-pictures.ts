import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { connect, loadProject } from "localstack-harness";
import { launchBrowser } from "localstack-harness/browser";
import { defineCommand, runCommand } from "localstack-harness/cli";
import { startConsole } from "localstack-harness/console";

const FOLDER = "docs/pictures";

const command = defineCommand(
  "pictures",
  "Takes the pictures of the console for the README, of the app that npm start runs.",
  ["PORT=4566 npm run pictures"],
);

await runCommand(command, async (signal) => {
  const endpoint = `http://localhost:${process.env.PORT ?? 4566}`;
  const project = await loadProject(process.cwd());
  await using harness = await connect({ endpoint });
  await using served = await startConsole({
    endpoint,
    project: { ...project, root: join(process.cwd(), ".build") },
  });
  await using browser = await launchBrowser();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 760 },
    colorScheme: "light",
    reducedMotion: "reduce",
    timezoneId: "UTC",
  });
  const page = await context.newPage();
  await page.goto(served.address);
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  const base = page.url().split("/").slice(0, 4).join("/");
  await mkdir(FOLDER, { recursive: true });
  const first = () => page.getByRole("listbox").getByRole("option").first();
  const take = async (name: string) => {
    signal.throwIfAborted();
    await page.getByText("Loading …").waitFor({ state: "detached" });
    await page.screenshot({ path: join(FOLDER, `console-${name}.png`) });
    console.log(`${FOLDER}/console-${name}.png`);
  };

  await page.goto(`${base}/overview`);
  await page.getByRole("region", { name: "The app" }).waitFor();
  await page.locator(".graph-lines path.taken").first().waitFor({ state: "attached" });
  await page.setViewportSize({ width: 1280, height: 460 });
  await take("overview");
  await page.setViewportSize({ width: 1280, height: 760 });

  await page.goto(`${base}/executions`);
  await first().click();
  await page.locator(".state.done").last().click();
  await take("execution");

  await page.goto(`${base}/inbox`);
  await first().click();
  await page.frameLocator("iframe").locator("body").waitFor();
  await take("inbox");

  const [mail] = (await harness.inbox.everything()).slice(-1);
  await page.goto(`${base}/trace/${encodeURIComponent(mail?.id ?? "")}`);
  await page.getByRole("list", { name: "Time axis" }).waitFor();
  await take("trace");
});
