import { describe, expect, test } from "vitest";
import { serve } from "../testing/serve.ts";
import { HttpRecorder } from "./http.ts";
import { LocalStackGoneError } from "./localstack-http.ts";
import { MAX_BODY, Used } from "./test-activity.ts";

describe("a request", () => {
  test("is answered as by fetch, and kept with its answer", async () => {
    await using server = await serve(() => ({ status: 202, body: { id: "1" } }));
    const recorder = new HttpRecorder(server.endpoint, new Used());
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

  test("of megabytes is kept in part", async () => {
    await using server = await serve(() => ({ status: 200, body: {} }));
    const recorder = new HttpRecorder(server.endpoint, new Used());
    await recorder.fetch(server.endpoint, { method: "POST", body: JSON.stringify("x".repeat(50_000)) });
    const [exchange] = recorder.exchanges;
    expect(exchange?.requestBody.length).toBeLessThan(MAX_BODY + 100);
    expect(exchange?.requestBody).toMatch(/ … \(50002 characters\)$/);
  });

  test("to a LocalStack that has gone is kept with the reason", async () => {
    const server = await serve(() => undefined);
    await server[Symbol.asyncDispose]();
    const recorder = new HttpRecorder(server.endpoint, new Used());
    await expect(recorder.fetch(server.endpoint)).rejects.toThrow(LocalStackGoneError);
    expect(recorder.exchanges).toMatchObject([{ status: 0, error: expect.stringContaining("ECONNREFUSED") }]);
  });

  test("elsewhere fails as fetch fails", async () => {
    await using server = await serve(() => undefined);
    const recorder = new HttpRecorder(server.endpoint, new Used());
    await expect(recorder.fetch("http://127.0.0.1:9/")).rejects.toThrow("fetch failed");
  });
});
