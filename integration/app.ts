import { test as base, expect } from "../harness/fixture.ts";
import { ReminderApi } from "./reminder-api.ts";
import { Storage } from "./storage.ts";

export interface AppFixtures {
  /** The app's API, called as the page calls it. */
  api: ReminderApi;
  /** What the app stores. */
  storage: Storage;
  /** Address of the page. */
  siteUrl: string;
}

/** vitest's `test` with the harness and the app under test as fixtures. */
export const test = base.extend<AppFixtures>({
  siteUrl: async ({ outputs }, use) => use(output(outputs, "SiteUrl")),
  api: async ({ outputs, siteUrl, http }, use) =>
    use(new ReminderApi(output(outputs, "ApiUrl"), new URL(siteUrl).origin, http.fetch)),
  storage: async ({ endpoint, outputs }, use) => {
    using storage = new Storage(endpoint, output(outputs, "StorageBucketName"));
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

export { expect };
