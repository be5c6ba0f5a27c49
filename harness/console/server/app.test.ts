import { describe, expect, test, vi } from "vitest";
import { createClients } from "../../aws/clients.ts";
import { serve } from "../../testing/serve.ts";
import { newSecrets, openingAddress, type Session } from "../session.ts";
import { consoleApp } from "./app.ts";
import { Feed } from "./feed.ts";
import { COOKIE } from "./guard.ts";

const ended = await serve(() => undefined);
await ended[Symbol.asyncDispose]();
const ENDPOINT = ended.endpoint;
const ORIGIN = "http://127.0.0.1:5566";
const secrets = newSecrets();
const session: Session = { ...secrets, address: `${ORIGIN}/${secrets.id}` };
const feed = new Feed(ENDPOINT);
const hurry = vi.spyOn(feed, "hurry");
const app = consoleApp(
  { endpoint: ENDPOINT, feed, clients: createClients(ENDPOINT) },
  session,
  async (name) =>
    name === "console.js" ? { content: new Uint8Array(1), type: "text/javascript", headers: {} } : undefined,
);

const cookie = `${COOKIE}=${session.token}`;
const own = { host: "127.0.0.1:5566", cookie };
const SESSION = `/${session.id}/api/session`;
const ask = (path: string, headers: Record<string, string>, method = "GET") =>
  app.request(ORIGIN + path, { method, headers });

describe("without the session", () => {
  test.each([
    ["no cookie", { host: own.host }],
    ["another token", { host: own.host, cookie: `${COOKIE}=${newSecrets().token}` }],
    ["an empty token", { host: own.host, cookie: `${COOKIE}=` }],
  ])("%s: nothing is read", async (_, headers) => {
    const response = await ask(SESSION, headers);
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain(ENDPOINT);
  });

  test.each([`/${session.id}/`, "/", "/inbox", "/other/api/session"])("%s is closed", async (path) => {
    expect((await ask(path, { host: own.host })).status).toBe(401);
  });

  test("a page of another session is closed, also with the cookie", async () => {
    expect((await ask("/other/api/session", own)).status).toBe(401);
  });

  test("a wrong token opens nothing", async () => {
    const response = await ask(`/${session.id}/?token=${newSecrets().token}`, { host: own.host });
    expect(response.status).toBe(401);
    expect(response.headers.get("set-cookie")).toBeNull();
  });
});

test("the printed address gives the browser a cookie that scripts, other sites and other servers do not get", async () => {
  const { pathname, search } = new URL(openingAddress(session));
  const response = await ask(pathname + search, { host: own.host });
  expect(response.headers.get("set-cookie")).toBe(
    `${cookie}; Path=/${session.id}/; HttpOnly; SameSite=Strict`,
  );
  expect(await response.text()).not.toContain(session.token);
  expect(await (await ask(SESSION, own)).json()).toEqual({ endpoint: ENDPOINT });
});

describe("with the session's cookie", () => {
  test.each([
    ["another host name", { ...own, host: "evil.example:5566" }],
    ["a name that resolves to this machine", { ...own, host: "127.0.0.1.evil.example:5566" }],
    ["another port", { ...own, host: "127.0.0.1:80" }],
    ["another origin", { ...own, origin: "http://evil.example" }],
    ["the same host at another port", { ...own, origin: "http://127.0.0.1:8080" }],
    ["no origin that it names", { ...own, origin: "null" }],
    ["another site", { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" }],
    ["another server of this machine", { ...own, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" }],
    [
      "a window of another site",
      { ...own, "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
    ],
  ])("%s reads nothing", async (_, headers) => {
    const response = await ask(SESSION, headers);
    expect(response.status).toBe(403);
    expect(await response.text()).not.toContain(ENDPOINT);
  });

  test("a frame of another site shows nothing", async () => {
    const framed = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "iframe",
    };
    expect((await ask(`/${session.id}/`, { ...own, ...framed })).status).toBe(403);
  });

  test("a link in a file opens the page", async () => {
    const linked = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
    };
    const response = await ask(`/${session.id}/trace/x`, { host: own.host, ...linked });
    expect([response.status, await response.text()]).toEqual([401, expect.stringContaining("door.js")]);
    expect((await ask(`/${session.id}/trace/x`, own)).status).toBe(200);
  });

  test.each([
    ["neither", {}],
    ["only the origin", { origin: ORIGIN }],
    ["only the console's header", { "x-console": "1" }],
  ])("a change needs the origin and the console's header: %s", async (_, headers) => {
    const response = await ask(
      `/${session.id}/api/mails/`,
      { ...own, ...headers } as Record<string, string>,
      "DELETE",
    );
    expect(response.status).toBe(403);
    expect(hurry).not.toHaveBeenCalled();
  });
});

test("every response has the policy that nothing comes from elsewhere", async () => {
  for (const path of ["/", `/${session.id}/`, SESSION, "/assets/console.js", "/assets/none"]) {
    const { headers } = await ask(path, own);
    expect(headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self';/,
    );
    expect([headers.get("x-frame-options"), headers.get("referrer-policy")]).toEqual(["DENY", "no-referrer"]);
  }
});

test("a LocalStack that does not answer is a message", async () => {
  const response = await ask(`/${session.id}/api/mails/1`, own);
  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({ error: expect.stringContaining("does not answer") });
});

test("a request for the headers of the events alone follows nothing", async () => {
  const subscribe = vi.spyOn(feed, "subscribe");
  expect((await ask(`/${session.id}/api/live`, own, "HEAD")).status).toBe(200);
  expect(subscribe).not.toHaveBeenCalled();
});

test("a mail that is gone is a message, also before the first request to SES", async () => {
  await using localstack = await serve(() => undefined);
  const { endpoint } = localstack;
  const other = consoleApp(
    { endpoint, feed, clients: createClients(endpoint) },
    session,
    async () => undefined,
  );
  const response = await other.request(`${ORIGIN}/${session.id}/api/mails/1`, { headers: own });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ error: expect.stringMatching(/^there is no mail 1: /) });
});
