// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { type Reminder, TEXT_FIELDS } from "../functions/reminder.ts";
import { byId, openPage, textOf, type } from "./page.fixture.ts";

const NOW = Date.parse("2027-05-12T10:00:00Z");
const API = "http://api.example/prod";
const reminder = (fields: Partial<Reminder> = {}): Reminder => ({
  id: "id-1",
  status: "WAITING",
  remindAt: new Date(NOW + 300_000).toISOString(),
  ...fields,
});
const problem = (status: number, detail: string) =>
  Response.json({ type: "about:blank", title: "Problem", status, detail, errors: [] }, { status });

interface Call {
  method: string;
  path: string;
  key: string | null;
}

let calls: Call[];
/** Answers `METHOD /path below the API`; what is not listed is never answered. */
let answers: Record<string, () => Response | Promise<Response>>;
/** Removes the listeners of a page when the next one opens. */
let closing: AbortController;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.resetModules();
  calls = [];
  answers = {};
  sessionStorage.clear();
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    if (url === "config.json") return Response.json({ apiUrl: API });
    const { method = "GET" } = init;
    const path = url.slice(API.length);
    calls.push({ method, path, key: new Headers(init.headers).get("idempotency-key") });
    const answer = answers[`${method} ${path}`];
    return answer ? await answer() : new Promise<Response>(() => {});
  });
  closing = new AbortController();
  for (const target of [globalThis, document]) {
    const add = target.addEventListener.bind(target);
    const { signal } = closing;
    vi.spyOn(target as EventTarget, "addEventListener").mockImplementation((name, listener) =>
      add(name, listener as EventListener, { signal }),
    );
  }
});
afterEach(() => {
  closing.abort();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** Opens the page as a browser does; `#id` shows a reminder. */
async function open(hash = ""): Promise<void> {
  openPage(hash);
  await import("./main.ts");
  await settle();
}
/** Lets everything happen that does not wait for time to pass. */
const settle = () => vi.advanceTimersByTimeAsync(1);

async function ask(): Promise<void> {
  const request = reminderRequest();
  for (const field of TEXT_FIELDS) type(field, request[field]);
  byId<HTMLFormElement>("ask").requestSubmit();
  await settle();
}

describe("to ask for a reminder", () => {
  it("shows that the answer is awaited, and says after a while that it still is", async () => {
    const answer = Promise.withResolvers<Response>();
    answers["POST /petcuddleotron"] = () => answer.promise;
    await open();
    await ask();
    expect(byId("submit").getAttribute("aria-disabled")).toBe("true");
    expect(textOf("status")).toBe("Asking for your reminder…");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textOf("status")).toBe("Still waiting for an answer…");
    byId<HTMLFormElement>("ask").requestSubmit();
    expect(calls).toHaveLength(1);
    answer.reject(new TypeError("Failed to fetch"));
    await settle();
    expect(textOf("form-error")).toMatch(/cannot be reached/);
    expect(byId("submit").getAttribute("aria-disabled")).toBe("false");
  });

  it("leads to the reminder, and leaves nothing of it in the session", async () => {
    answers["POST /petcuddleotron"] = () => Response.json(reminder(), { status: 202 });
    await open();
    await ask();
    expect(location.hash).toBe("#id-1");
    expect(byId("ask").hidden).toBe(true);
    expect(byId("status").dataset.status).toBe("WAITING");
    expect(document.title).toBe("Waiting – PetCuddleOTron");
    expect(sessionStorage).toHaveLength(0);
  });

  it("asks the same again under the same key until it is answered, then for another reminder", async () => {
    answers["POST /petcuddleotron"] = () => problem(503, "busy");
    await open();
    await ask();
    expect(sessionStorage).toHaveLength(1);
    answers["POST /petcuddleotron"] = () => Response.json(reminder(), { status: 202 });
    await ask();
    byId("another").click();
    await settle();
    expect(location.hash).toBe("");
    expect(byId("ask").hidden).toBe(false);
    expect(byId("progress").hidden).toBe(true);
    await ask();
    const keys = calls.filter(({ method }) => method === "POST").map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(sessionStorage).toHaveLength(0);
  });

  it("settles it where the API says no", async () => {
    answers["POST /petcuddleotron"] = () => problem(400, "no");
    await open();
    await ask();
    expect(textOf("form-error")).toMatch(/^No\. Nothing you typed is lost/);
    expect(sessionStorage).toHaveLength(0);
  });
});

describe("to follow a reminder", () => {
  it("says so where its id is unknown, and stops looking", async () => {
    answers["GET /petcuddleotron/id-1"] = () => problem(404, "id is not the id of a reminder");
    await open("#id-1");
    expect(textOf("trouble")).toBe("Id is not the id of a reminder. Check the address, or ask for another.");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(calls).toHaveLength(1);
  });

  it("says so where the status cannot be had, keeps trying, and recovers", async () => {
    answers["GET /petcuddleotron/id-1"] = () => problem(503, "the service is busy");
    await open("#id-1");
    expect(textOf("trouble")).toMatch(/busy.*the page keeps trying/);
    answers["GET /petcuddleotron/id-1"] = () => Response.json(reminder({ status: "COMPLETED" }));
    byId("again").click();
    await settle();
    expect(textOf("trouble")).toBe("");
    expect(byId("status").dataset.status).toBe("COMPLETED");
  });

  it.each([
    ["the network is back", () => dispatchEvent(new Event("online"))],
    ["the tab is visible again", () => document.dispatchEvent(new Event("visibilitychange"))],
  ])("looks at once when %s", async (_, happen) => {
    answers["GET /petcuddleotron/id-1"] = () => Response.json(reminder());
    await open("#id-1");
    happen();
    await settle();
    expect(calls).toHaveLength(2);
  });
});

describe("to cancel a reminder", () => {
  beforeEach(async () => {
    answers["GET /petcuddleotron/id-1"] = () => Response.json(reminder());
    await open("#id-1");
  });
  const cancel = async () => {
    byId("cancel").click();
    await settle();
  };

  it("shows that it is cancelled", async () => {
    answers["DELETE /petcuddleotron/id-1"] = () => Response.json(reminder({ status: "CANCELLED" }));
    await cancel();
    expect(byId("status").dataset.status).toBe("CANCELLED");
    expect(byId("cancel").hidden).toBe(true);
  });

  it("says that it is too late where it may be on its way, and keeps following it", async () => {
    answers["DELETE /petcuddleotron/id-1"] = () => problem(409, "the reminder may already be on its way");
    answers["GET /petcuddleotron/id-1"] = () => new Promise(() => {});
    await cancel();
    expect(textOf("trouble")).toBe("The reminder may already be on its way. It can no longer be cancelled.");
    expect(calls.at(-1)).toMatchObject({ method: "GET" });
  });

  it("can be tried again where the API did not answer", async () => {
    answers["DELETE /petcuddleotron/id-1"] = () => problem(503, "busy");
    await cancel();
    expect(textOf("trouble")).toMatch(/may not be cancelled: you can try again/);
    expect(byId("cancel").getAttribute("aria-disabled")).toBe("false");
  });
});
