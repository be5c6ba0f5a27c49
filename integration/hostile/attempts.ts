import type { Page } from "playwright-core";
import { expect } from "vitest";
import { type Attempt, GETTING, SENDING } from "./ways.ts";

/** What a hostile page would like to have done: by GET, or by sending a body. */
export interface Wish {
  path: string;
  body?: string;
  /** Where another server than LocalStack itself should do it. */
  origin?: string;
}

/** Each wish by each way that fits it. */
export function attemptsAt(origin: string, wishes: readonly Wish[]): Attempt[] {
  return wishes.flatMap(({ path, body, origin: other = origin }) =>
    Object.keys(body === undefined ? GETTING : SENDING).map((way) => ({
      way,
      address: other + path,
      body: body ?? "",
    })),
  );
}

/** Has the page try everything, and resolves when its browser waits for no answer any more. */
export async function tryAll(page: Page, waysUrl: string, attempts: readonly Attempt[]): Promise<void> {
  const waiting = new Set<unknown>();
  const context = page.context();
  const ended = (request: unknown) => waiting.delete(request);
  context.on("request", (request) => waiting.add(request));
  context.on("requestfinished", ended);
  context.on("requestfailed", ended);
  // as text: vitest would rewrite the import
  await page.evaluate(
    `import(${JSON.stringify(waysUrl)}).then(({ tryEach }) => tryEach(${JSON.stringify(attempts)}))`,
  );
  await expect.poll(() => waiting.size, { timeout: 90_000, message: "requests without an answer" }).toBe(0);
}
