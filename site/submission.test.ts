import { beforeEach, describe, expect, it } from "vitest";
import { reminderRequest } from "../functions/reminder.fixture.ts";
import { Submissions, uuid } from "./submission.ts";

const request = (waitSeconds: number) => reminderRequest({ waitSeconds });
const TYPED = { message: "Brush Rex", choice: { kind: "evening" } };

/** The part of a browser's that is used. */
class TabStorage implements Storage {
  [name: string]: unknown;
  readonly #items = new Map<string, string>();
  get length() {
    return this.#items.size;
  }
  key = (index: number) => [...this.#items.keys()][index] ?? null;
  getItem = (key: string) => this.#items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.#items.set(key, value);
  removeItem = (key: string) => void this.#items.delete(key);
  clear = () => this.#items.clear();
}

describe("Submissions", () => {
  let storage: TabStorage;
  let now: number;
  beforeEach(() => {
    storage = new TabStorage();
    now = 0;
  });
  const submissions = () => new Submissions(storage, () => now);

  it("sends the same request under the same key until it is answered", () => {
    const page = submissions();
    const first = page.begin(TYPED, request(3_600));
    now = 60_000;
    expect(page.begin(TYPED, request(3_540))).toEqual(first);
    expect(first.request).toEqual(request(3_600));
    page.settle();
    expect(page.begin(TYPED, request(3_540)).key).not.toBe(first.key);
  });

  it("does so after the page was loaded again, too", () => {
    const first = submissions().begin(TYPED, request(3_600));
    expect(submissions().begin(TYPED, request(3_590))).toEqual(first);
  });

  it("and where nothing can be stored, in memory", () => {
    const page = new Submissions(undefined, () => now);
    const first = page.begin(TYPED, request(3_600));
    expect(page.begin(TYPED, request(3_590))).toEqual(first);
  });

  it("begins another when something else is asked for, or the same much later", () => {
    const page = submissions();
    const first = page.begin(TYPED, request(3_600));
    const other = page.begin({ ...TYPED, message: "Feed Rex" }, request(3_600));
    expect(other.key).not.toBe(first.key);
    now = 16 * 60_000;
    expect(page.begin({ ...TYPED, message: "Feed Rex" }, request(3_600)).key).not.toBe(other.key);
  });

  it("keeps nothing of what was typed once it is answered", () => {
    const page = submissions();
    page.begin(TYPED, request(60));
    expect(storage.length).toBe(1);
    page.settle();
    expect(storage.length).toBe(0);
  });
});

describe("uuid", () => {
  it("is a UUID of version 4", () => {
    expect(uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(uuid(new Uint8Array(16).fill(0xff))).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
  });

  it("is another one each time", () => {
    expect(new Set(Array.from({ length: 100 }, () => uuid())).size).toBe(100);
  });
});
