import { get, type IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { poll } from "../../core/poll.ts";
import { ReloadServer } from "./reload-server.ts";

let server: ReloadServer;
beforeAll(async () => {
  server = await ReloadServer.start();
});
afterAll(() => server[Symbol.asyncDispose]());

test("an open page gets an event when it is to reload", async () => {
  const response = await fetch(`${server.origin}/events`);
  await poll({ awaiting: "the page", within: 5_000 }, async () =>
    server.pages === 1 ? { done: true } : { seen: String(server.pages) },
  );
  server.reload();
  const reader = response.body?.getReader();
  let text = "";
  while (!text.includes("data: reload")) text += new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
});

test("the script waits for events of this server", async () => {
  const response = await fetch(`${server.origin}/reload.js`);
  expect(response.headers.get("content-type")).toContain("javascript");
  expect(await response.text()).toContain(`${server.origin}/events`);
});

const status = (path: string, headers: IncomingHttpHeaders = {}) =>
  new Promise((resolve) =>
    get(`${server.origin}${path}`, { headers }, (response) => resolve(response.resume().statusCode)),
  );

test("nothing else is served, and nothing under another name", async () => {
  expect(await status("/")).toBe(404);
  expect(await status("/events", { host: "evil.example" })).toBe(403);
});
