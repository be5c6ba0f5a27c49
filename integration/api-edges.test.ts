/** Promise: what API Gateway answers itself is AWS's answer, and the page may read it like every other. */
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { describe, inject } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { REMINDERS_PATH } from "../functions/reminder.ts";
import { expect, test } from "./app.ts";

interface RawAnswer {
  status: number;
  headers: Headers;
  body: { status?: number; detail?: string; id?: string };
}

/** Sends a request as it is written: Node.js's own clients change the method to upper case, and paths. */
async function raw(url: string, method: string, path: string, body = ""): Promise<RawAnswer> {
  const { protocol, hostname, port, pathname, host } = new URL(url);
  const isTls = protocol === "https:";
  const socket = isTls
    ? connectTls({ host: hostname, port: Number(port || 443), servername: hostname })
    : connect({ host: hostname, port: Number(port || 80) });
  await once(socket, isTls ? "secureConnect" : "connect");
  socket.write(
    [
      `${method} ${pathname}${path} HTTP/1.1`,
      `Host: ${host}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
  const answer = await text(socket);
  const [head = "", content = ""] = answer.split("\r\n\r\n");
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = new Headers(lines.map((line) => line.split(": ", 2) as [string, string]));
  const json = /\{.*\}/s.exec(content)?.[0] ?? "{}";
  return { status: Number(statusLine.split(" ")[1]), headers, body: JSON.parse(json) };
}

test.beforeEach(({ skip, harness }) => {
  const isOther = inject("aws")?.endpoint !== undefined || harness.emulator !== undefined;
  skip(isOther, "another emulator finds routes in its own way");
});

const request = () => JSON.stringify(reminderRequest({ waitSeconds: 600 }));

describe("a method in lower case", () => {
  // methods are case-sensitive (RFC 9110, 9.1), and API Gateway's ANY covers seven of them, all in upper case
  test.for([
    ["post", REMINDERS_PATH],
    ["get", `${REMINDERS_PATH}/${crypto.randomUUID()}`],
    ["delete", `${REMINDERS_PATH}/${crypto.randomUUID()}`],
    ["Post", REMINDERS_PATH],
    ["BREW", REMINDERS_PATH],
    ["get", "/nowhere"],
  ] as const)("%s %s is refused by API Gateway itself", async ([method, path], { api, executions }) => {
    const body = JSON.stringify(reminderRequest({ message: `Brush ${crypto.randomUUID()}` }));
    const { status, headers, body: problem } = await raw(api.url, method, path, body);
    expect(status).toBe(403);
    expect(problem).toMatchObject({ status: 403, detail: "the request could not be taken", errors: [] });
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(headers.get("access-control-allow-origin")).toBe(api.origin);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(await executions.startedWith(JSON.parse(body).message)).toEqual([]);
  });
});

describe("a path", () => {
  test.for(["/PetCuddleOTron", "/PETCUDDLEOTRON", `${REMINDERS_PATH};a=b`, "/%70etcuddleotron", "/."])(
    "in another case or form, %s, is another path: 404",
    async (path, { api }) => {
      const { status, headers, body } = await raw(api.url, "POST", path, request());
      expect(status).toBe(404);
      expect(body).toMatchObject({ status: 404 });
      expect(headers.get("access-control-allow-origin")).toBe(api.origin);
    },
  );

  test.for([`/${REMINDERS_PATH}`, `//${REMINDERS_PATH}`, `${REMINDERS_PATH}/`])(
    "with more slashes at its beginning or its end, %s, is the same path",
    async (path, { api }) => {
      const { status, headers, body } = await raw(api.url, "POST", path, request());
      expect(status).toBe(202);
      const location = new URL(headers.get("location") ?? "", `${api.url}${path}`);
      expect((await fetch(location)).status).toBe(200);
      expect((await api.cancel(body.id ?? "")).status).toBe(200);
    },
  );

  test("with two slashes within it is another path: 404", async ({ api }) => {
    const { id } = await api.request({ waitSeconds: 600 });
    const { status, headers, body } = await raw(api.url, "GET", `${REMINDERS_PATH}//${id}`);
    expect(status).toBe(404);
    expect(body).toMatchObject({ status: 404 });
    expect(headers.get("access-control-allow-origin")).toBe(api.origin);
    await api.cancel(id);
  });
});

test("a function that fails, or takes too long, is answered for with a problem that the page may read", async ({
  api,
  faults,
}) => {
  const answers: RawAnswer[] = [];
  for (const effect of ["crash", "timeout"] as const) {
    const message = `Brush ${crypto.randomUUID()}`;
    await using _fault = await faults.inject({ function: "PetCuddleOTron-Request", effect, match: message });
    answers.push(await raw(api.url, "POST", REMINDERS_PATH, JSON.stringify(reminderRequest({ message }))));
  }
  for (const { status, headers, body } of answers) {
    expect(status).toBeGreaterThanOrEqual(500);
    expect(body).toMatchObject({ detail: "something went wrong on our side" });
    expect(headers.get("content-type")).toBe("application/problem+json");
    expect(headers.get("access-control-allow-origin")).toBe(api.origin);
  }
});
