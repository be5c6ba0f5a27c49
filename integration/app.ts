import type { Harness } from "localstack-harness";
import { test as base, expect } from "localstack-harness/vitest";
import { inject } from "vitest";
import { ReminderApi } from "./reminder-api.ts";
import { Storage } from "./storage.ts";

export interface AppFixtures {
  /** The app's API, called as the page calls it. */
  api: ReminderApi;
  /** What the app stores. */
  storage: Storage;
  /** Address of the page. */
  siteUrl: string;
  /** What a browser on the page sends as its origin. */
  origin: string;
}

/** vitest's `test` with the harness and the app under test as fixtures. */
export const test = base.extend<AppFixtures>({
  siteUrl: async ({ outputs, skip }, use) => {
    skip(inject("aws")?.endpoint !== undefined, "an emulator of AWS gives the page AWS's own address");
    await use(output(outputs, "SiteUrl"));
  },
  origin: async ({ outputs }, use) => use(new URL(output(outputs, "SiteUrl")).origin),
  api: async ({ api, origin, http }, use) =>
    use(new ReminderApi(await api("ApiUrl").address(), origin, http.fetch)),
  storage: async ({ harness, outputs }, use) => {
    using storage = new Storage(harness.config, output(outputs, "StorageBucketName"));
    await use(storage);
  },
});

function output(outputs: Record<string, string>, name: string): string {
  const value = outputs[name];
  if (value === undefined)
    throw new RangeError(
      `the stack has no output ${name}, only ${Object.keys(outputs).join(", ") || "none"}`,
    );
  return value;
}

/** Whether functions run in containers. */
export const inContainer = ({ plugin }: Harness): boolean => plugin?.executor === "docker";

export { expect };
