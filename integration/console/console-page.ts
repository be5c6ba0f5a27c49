import { loadProject } from "localstack-harness";
import { startConsole } from "localstack-harness/console";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { inject } from "vitest";
import { test as base, expect } from "../app.ts";
import { theBrowser } from "../browser.ts";

/** The console in a browser. */
export interface ConsolePage {
  page: Page;
  /** The address of a view: `at("inbox")`. */
  at: (...parts: string[]) => string;
  /** Every address that the page asked for. */
  asked: string[];
}

/** Opens the console in a new context of the browser. */
export type OpenConsole = (options?: BrowserContextOptions) => Promise<ConsolePage>;

export interface ConsoleFixtures {
  /** The address that opens the console. */
  consoleAddress: string;
  openConsole: OpenConsole;
}

/** Serves a console of this project's folder, or of some stacks, beside that of a command that runs there. */
export async function serveConsole(endpoint: string, stacks?: string[]) {
  const project = await loadProject(process.cwd());
  const root = `${process.cwd()}/.build/console-${crypto.randomUUID()}`;
  return startConsole({
    endpoint,
    project: { ...project, root, config: stacks ? { stacks } : project.config },
  });
}

/** Opens pages of a console as long as `use` takes, and fails on errors that a page did not handle. */
export async function withPages(address: string, use: (open: OpenConsole) => Promise<void>): Promise<void> {
  const errors: Error[] = [];
  const contexts: BrowserContext[] = [];
  await use(async (options = {}) => {
    const context = await (await theBrowser()).newContext({ reducedMotion: "reduce", ...options });
    contexts.push(context);
    const page = await context.newPage();
    const asked: string[] = [];
    page.on("pageerror", (error) => errors.push(error));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(address);
    await page.getByRole("navigation", { name: "Views" }).waitFor();
    const base = page.url().split("/").slice(0, 4).join("/");
    return { page, asked, at: (...parts) => [base, ...parts.map(encodeURIComponent)].join("/") };
  });
  for (const context of contexts) await context.close();
  expect(
    errors.map(({ stack }) => stack),
    "errors that the page did not handle",
  ).toEqual([]);
}

/** The app's `test` with a console for the LocalStack of the suites. */
export const test = base.extend<ConsoleFixtures>({
  consoleAddress: async ({ harness, skip }, use) => {
    skip(harness.plugin === undefined, "the console reads LocalStack by the harness's plugin");
    await using console = await serveConsole(inject("endpoint"));
    await use(console.address);
  },
  openConsole: ({ consoleAddress }, use) => withPages(consoleAddress, use),
});

export { expect };
