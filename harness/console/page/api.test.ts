import { afterEach, expect, test, vi } from "vitest";

vi.stubGlobal("location", { pathname: "/session/inbox", origin: "http://127.0.0.1:1" });
const { read } = await import("./api.ts");

afterEach(() => void vi.unstubAllGlobals());

const answering = (body: BodyInit, status = 200) =>
  vi.stubGlobal("fetch", async () => new Response(body, { status }));

/** A response whose body does not arrive. */
const givenUp = (signal: AbortSignal) =>
  new ReadableStream({
    start(controller) {
      signal.addEventListener("abort", () => controller.error(signal.reason));
    },
  });

test("an answer that was given up is no empty answer", async () => {
  const abort = new AbortController();
  answering(givenUp(abort.signal));
  const reading = read("/executions/one", {}, abort.signal);
  abort.abort(new Error("another view"));
  await expect(reading).rejects.toThrow("another view");
});

test.each([
  [
    "the server's own words",
    JSON.stringify({ error: "there is no execution" }),
    404,
    "there is no execution",
  ],
  ["the status", "<html>", 502, "The console answered 502."],
  ["the status of an answer that is cut off", '{"mails":', 200, "The console answered 200."],
])("a failure has %s", async (_, body, status, message) => {
  answering(body, status);
  await expect(read("/mails")).rejects.toThrow(message);
});
