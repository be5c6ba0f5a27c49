import { loadavg } from "node:os";
import { memoryUsage } from "node:process";
import type { Command } from "commander";
import { loadProject, startLocalStack } from "localstack-harness";
import { launchBrowser } from "localstack-harness/browser";
import { act, parseCount } from "localstack-harness/cli";
import { startConsole } from "localstack-harness/console";
import type { Page } from "playwright-core";
import { type Filling, fillConsole } from "./fill.ts";

export function define(command: Command): void {
  command
    .description(
      "Measures the console with much to show: the first view, the longest task of the page while it scrolls, and memory.",
    )
    .option("--mails <number>", "in the inbox", parseCount, 5_000)
    .option("--executions <number>", "in the list", parseCount, 2_000)
    .option("--items <number>", "of one execution, with four events for each", parseCount, 2_500)
    .option("--rate <number>", "requests in a second, while the page scrolls", parseCount, 50);
  act(command, bench);
}

async function bench(signal: AbortSignal, { rate, ...filling }: Filling & { rate: number }): Promise<void> {
  const localstack = await startLocalStack({ target: "embedded", port: 0, signal });
  try {
    const { endpoint } = localstack;
    console.log("filling …");
    await using filled = await fillConsole(endpoint, filling, signal);
    const before = memoryUsage().rss;
    const project = await loadProject(process.cwd());
    await using console_ = await startConsole({ endpoint, project });
    await using browser = await launchBrowser();
    const page = await browser.newPage();
    const base = await open(page, console_.address);
    // a machine that is busy with other work shows less than the console can
    console.log(`load of the machine: ${loadavg()[0]?.toFixed(1)}`);
    using _load = sendRequests(endpoint, rate);
    for (const [name, path, list] of [
      ["inbox", "inbox", "Mails"],
      ["executions", "executions", "Executions"],
      ["one execution", `executions/${encodeURIComponent(filled.longArn)}`, "Visits of states"],
    ] as const) {
      const first = await milliseconds(async () => {
        await page.goto(`${base}/${path}`);
        await page
          .getByRole("listbox", { name: list })
          .getByRole("option")
          .first()
          .waitFor({ timeout: 60_000 });
      });
      const longest = await longestTask(page, () => scroll(page, list));
      console.log(
        `${name}: first view ${first.toFixed(0)} ms, longest task while it scrolls ${longest.toFixed(0)} ms`,
      );
    }
    const devtools = await page.context().newCDPSession(page);
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
    console.log(`memory: page ${megabytes(usedSize)}, server ${megabytes(memoryUsage().rss - before)} more`);
  } finally {
    await localstack.stop();
  }
}

async function open(page: Page, address: string): Promise<string> {
  await page.goto(address);
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  return page.url().split("/").slice(0, 4).join("/");
}

async function milliseconds(act_: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await act_();
  return performance.now() - from;
}

/** Through the whole list, a screen in each frame. */
const scroll = (page: Page, list: string) =>
  page.evaluate(`new Promise((resolve) => {
    const box = document.querySelector('[role=listbox][aria-label="${list}"]');
    const step = () => {
      if (box.scrollTop + box.clientHeight >= box.scrollHeight - 1) return resolve();
      box.scrollTop += Math.max(box.clientHeight, box.scrollHeight / 200);
      requestAnimationFrame(step);
    };
    step();
  })`);

/** Milliseconds; browsers report tasks from 50 ms on. */
async function longestTask(page: Page, act_: () => Promise<unknown>): Promise<number> {
  await page.evaluate(`
    window.tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: "longtask" });`);
  await act_();
  return page.evaluate<number>("Math.max(0, ...tasks)");
}

/** Calls of AWS as an app makes them, that many in each second. */
function sendRequests(endpoint: string, rate: number): Disposable {
  const timer = setInterval(() => {
    void fetch(`${endpoint}/_aws/execute-api/none/prod/load`).then(
      (response) => response.text(),
      () => "",
    );
  }, 1_000 / rate);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
