/** Deploys the HTTP API of http-api.app.ts, once for each suite, and sends requests to it. */
import { type Deployed, deploy } from "localstack-harness";
import { inject } from "vitest";
import { test as base, expect } from "../app.ts";

/** What a suite that deploys a stack needs. */
export const DEPLOYING = { timeout: 240_000 };

/** Sends a request to a path below the API's address. */
export type Send = (path: string, init?: RequestInit) => ReturnType<typeof sendTo>;

export const deployHttpApi = (
  edition: "first" | "second",
  stack = `http-api-${crypto.randomUUID().slice(0, 8)}`,
): Promise<Deployed> =>
  deploy({
    endpoint: inject("endpoint"),
    app: "node integration/apps/cdk/web/http-api.app.ts",
    context: { stack, edition },
  });

export const test = base.extend<{ $file: { deployment: Deployed }; $test: { send: Send } }>({
  deployment: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => use(await deployHttpApi("first")),
    { scope: "file" },
  ],
  send: ({ deployment }: { deployment: Deployed }, use: (send: Send) => Promise<void>) =>
    use((path, init) => sendTo(`${deployment.outputs.Endpoint}${path}`, init)),
});

/** The response, with its body as text, and parsed where it is an object or a list of JSON. */
export async function sendTo(url: string, init?: RequestInit) {
  const response = await fetch(url, { redirect: "manual", ...init });
  const text = await response.text();
  const body = /^[[{]/.test(text) ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, body };
}

export { expect };
