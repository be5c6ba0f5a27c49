import { createServer } from "node:net";
import { describe, expect, test } from "vitest";
import { serve } from "../testing/serve.ts";
import {
  connectionCode,
  getJson,
  holdBackGone,
  LocalStackGoneError,
  reach,
  refused,
  send,
} from "./localstack-http.ts";

/** An endpoint where nothing listens any more. */
async function goneEndpoint(): Promise<string> {
  await using server = await serve(() => undefined);
  return server.endpoint;
}

describe("a LocalStack that has gone", () => {
  test("is one clear error for each request", async () => {
    const endpoint = await goneEndpoint();
    for (const request of [
      () => getJson(endpoint, "/_aws/ses"),
      () => send(endpoint, "DELETE", "/_harness/clock/1"),
      () => reach(endpoint, () => fetch(`${endpoint}/api`)),
    ]) {
      const error = await request().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(error).toBeInstanceOf(LocalStackGoneError);
      expect((error as Error).message).toBe(
        `LocalStack at ${endpoint} does not answer (ECONNREFUSED): it has ended or was never started; see its log, and start it again`,
      );
      expect((error as Error).cause).toBeInstanceOf(Error);
    }
  });

  test("has the cause in its message where that says more than the connection", () => {
    const ended = new Error("LocalStack on port 4566 ended with code 137; its log is x.log");
    expect(new LocalStackGoneError("http://localhost:4566", ended).message).toBe(
      "LocalStack at http://localhost:4566 has gone: LocalStack on port 4566 ended with code 137; its log is x.log",
    );
  });

  test("can be delayed, so that a run can be cancelled first", async () => {
    const endpoint = await goneEndpoint();
    holdBackGone(300);
    try {
      const start = performance.now();
      await expect(getJson(endpoint, "/x")).rejects.toThrow(LocalStackGoneError);
      expect(performance.now() - start).toBeGreaterThanOrEqual(290);
    } finally {
      holdBackGone(0);
    }
  });

  test("is distinguished from one that cuts a connection and keeps running", async () => {
    const server = createServer((socket) => socket.resetAndDestroy());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as { port: number };
    const endpoint = `http://127.0.0.1:${port}`;
    try {
      const request = reach(endpoint, () => fetch(endpoint));
      await expect(request).rejects.toThrow("fetch failed");
      expect(await refused(endpoint)).toBeUndefined();
    } finally {
      server.close();
    }
  });

  test("refuses connections", async () => {
    expect(connectionCode(await refused(await goneEndpoint()))).toBe("ECONNREFUSED");
  });
});

describe("a response", () => {
  test("is parsed JSON", async () => {
    await using server = await serve(() => ({ status: 200, body: { messages: [] } }));
    expect(await getJson(server.endpoint, "/x")).toEqual({ messages: [] });
  });

  test("of 404 is undefined", async () => {
    await using server = await serve(() => undefined);
    expect(await getJson(server.endpoint, "/x")).toBeUndefined();
  });

  test("of another status is an error with method, URL, status and body", async () => {
    await using server = await serve(() => ({ status: 500, body: { why: "broken" } }));
    const { endpoint } = server;
    await expect(send(endpoint, "POST", "/x", { a: 1 })).rejects.toThrow(
      `POST ${endpoint}/x answered 500: {"why":"broken"}`,
    );
    expect(server.requests).toEqual(['POST /x {"a":1}']);
  });
});

test("an error of another kind is passed on unchanged", async () => {
  const broken = new TypeError("broken");
  await expect(reach("http://127.0.0.1:9", () => Promise.reject(broken))).rejects.toBe(broken);
});

test("the code of a connection is found in causes and in joined errors", () => {
  const refusal = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
  const joined = new AggregateError([new Error("other"), refusal]);
  expect(connectionCode(new TypeError("fetch failed", { cause: joined }))).toBe("ECONNREFUSED");
  expect(connectionCode(Object.assign(new Error("no entry"), { code: "ENOENT" }))).toBeUndefined();
  expect(connectionCode("no error")).toBeUndefined();
});
