import { describe, expect, test } from "vitest";
import { serve } from "../testing/serve.ts";
import { HttpRecorder } from "./http.ts";
import { LocalStackGoneError } from "./localstack-http.ts";
import { MAX_BODY, TestActivity } from "./test-activity.ts";

describe("a request", () => {
  test("is sent as by fetch, and kept with its response", async () => {
    await using server = await serve(() => ({ status: 202, body: { id: "1" } }));
    const recorder = new HttpRecorder(server.endpoint, new TestActivity());
    const { fetch } = recorder;
    const response = await fetch(`${server.endpoint}/reminders`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"message":"Brush Rex"}',
    });
    expect(await response.json()).toEqual({ id: "1" });
    expect(recorder.exchanges).toMatchObject([
      {
        method: "POST",
        url: `${server.endpoint}/reminders`,
        requestHeaders: { "content-type": "application/json" },
        requestBody: '{"message":"Brush Rex"}',
        status: 202,
        headers: { "content-type": "application/json" },
        body: '{"id":"1"}',
        time: expect.any(Date),
      },
    ]);
    expect(server.requests).toEqual(['POST /reminders {"message":"Brush Rex"}']);
  });

  test("to an address that LocalStack gives reaches it", async () => {
    await using server = await serve(() => ({ status: 204 }));
    const recorder = new HttpRecorder(server.endpoint, new TestActivity());
    const { port } = new URL(server.endpoint);
    const url = `https://ab12cd.execute-api.localhost:${port}/prod/reminders?a=1`;
    expect((await recorder.fetch(url, { method: "POST", body: "{}" })).status).toBe(204);
    expect(server.requests).toEqual(["POST /_aws/execute-api/ab12cd/prod/reminders?a=1 {}"]);
    expect(recorder.exchanges[0]?.url).toBe(`${server.endpoint}/_aws/execute-api/ab12cd/prod/reminders?a=1`);
  });

  test("of megabytes is kept in part", async () => {
    await using server = await serve(() => ({ status: 200, body: {} }));
    const recorder = new HttpRecorder(server.endpoint, new TestActivity());
    await recorder.fetch(server.endpoint, { method: "POST", body: JSON.stringify("x".repeat(50_000)) });
    const [exchange] = recorder.exchanges;
    expect(exchange?.requestBody.length).toBeLessThan(MAX_BODY + 100);
    expect(exchange?.requestBody).toMatch(/ … \(50002 characters\)$/);
  });

  test("to a LocalStack that has gone is kept with the reason", async () => {
    const server = await serve(() => undefined);
    await server[Symbol.asyncDispose]();
    const recorder = new HttpRecorder(server.endpoint, new TestActivity());
    await expect(recorder.fetch(server.endpoint)).rejects.toThrow(LocalStackGoneError);
    expect(recorder.exchanges).toMatchObject([{ status: 0, error: expect.stringContaining("ECONNREFUSED") }]);
  });

  test("to another server fails as fetch fails", async () => {
    await using server = await serve(() => undefined);
    const recorder = new HttpRecorder(server.endpoint, new TestActivity());
    await expect(recorder.fetch("http://127.0.0.1:2/")).rejects.toThrow("fetch failed");
  });
});
