import { describe, expect, it } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { apiAt, configuredApi } from "./api.ts";

const REMINDER = { id: "9a2f", status: "WAITING", remindAt: "2027-05-12T10:00:00.000Z" };
const REQUEST = reminderRequest();

/** Answers with what it is given, and keeps what was asked. */
function fetcher(...answers: (Response | Error)[]) {
  const calls: { url: string; init: RequestInit }[] = [];
  const fetch = async (input: string | URL | Request, init: RequestInit = {}) => {
    calls.push({ url: String(input), init });
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer ?? new Error("no further answer");
  };
  return { fetch, calls };
}
const base = async () => "http://localhost:4566/prod";

describe("apiAt", () => {
  it("asks with the key, and without cookies or caches", async () => {
    const { fetch, calls } = fetcher(Response.json(REMINDER, { status: 202 }));
    expect(await apiAt(base, fetch).ask(REQUEST, "key-1")).toEqual(REMINDER);
    expect(calls[0]?.url).toBe("http://localhost:4566/prod/petcuddleotron");
    expect(calls[0]?.init).toMatchObject({
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": "key-1" },
      credentials: "omit",
      cache: "no-store",
    });
    expect(JSON.parse(String(calls[0]?.init.body))).toEqual(REQUEST);
  });

  it("looks and cancels by id", async () => {
    const states = [{ name: "Timer", enteredAt: REMINDER.remindAt }];
    const { fetch, calls } = fetcher(
      Response.json({ ...REMINDER, states, more: 1 }),
      Response.json({ ...REMINDER, status: "CANCELLED" }),
    );
    const api = apiAt(base, fetch);
    expect(await api.look("9a2f")).toEqual({ ...REMINDER, states });
    expect((await api.cancel("a/b")).status).toBe("CANCELLED");
    expect(calls.map(({ url, init }) => `${init.method ?? "GET"} ${url}`)).toEqual([
      "GET http://localhost:4566/prod/petcuddleotron/9a2f",
      "DELETE http://localhost:4566/prod/petcuddleotron/a%2Fb",
    ]);
  });

  it.each([
    ["no JSON", "<h1>hello</h1>"],
    ["null", "null"],
    ["no reminder", "{}"],
    ["an unknown status", JSON.stringify({ ...REMINDER, status: "LOST" })],
    ["no date", JSON.stringify({ ...REMINDER, remindAt: "soon" })],
  ])("does not take %s for a reminder", async (_, body) => {
    const { fetch } = fetcher(new Response(body));
    await expect(apiAt(base, fetch).look("9a2f")).rejects.toMatchObject({ kind: "strange", status: 200 });
  });

  it("distinguishes a refusal from silence", async () => {
    const { fetch } = fetcher(
      Response.json({ detail: "no reminder has the id 9a2f" }, { status: 404 }),
      new TypeError("Failed to fetch"),
    );
    const api = apiAt(base, fetch);
    await expect(api.look("9a2f")).rejects.toMatchObject({ kind: "refused", status: 404 });
    await expect(api.look("9a2f")).rejects.toMatchObject({ kind: "unreachable", status: undefined });
  });

  it("gives up waiting", async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) => {
        init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      });
    await expect(apiAt(base, never, 10).look("9a2f")).rejects.toMatchObject({ kind: "timeout" });
  });
});

describe("configuredApi", () => {
  it("reads the address once it can, and remembers it", async () => {
    const { fetch, calls } = fetcher(
      new TypeError("Failed to fetch"),
      new Response("<h1>Not found</h1>", { status: 404 }),
      Response.json({}),
      Response.json({ apiUrl: "http://localhost:4566/prod/" }),
    );
    const address = configuredApi(fetch);
    await expect(address()).rejects.toMatchObject({ kind: "unreachable" });
    await expect(address()).rejects.toMatchObject({ kind: "strange", status: 404 });
    await expect(address()).rejects.toMatchObject({ kind: "strange", status: 200 });
    expect(await address()).toBe("http://localhost:4566/prod");
    expect(await address()).toBe("http://localhost:4566/prod");
    expect(calls.map(({ url }) => url)).toEqual(Array(4).fill("config.json"));
  });
});
