import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { type Listing, listOrFollow } from "./list-or-follow.ts";

interface Item {
  id: string;
  status: string;
}

let stdout: MockInstance<typeof process.stdout.write>;
beforeEach(() => {
  stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
});
afterEach(() => stdout.mockRestore());

const written = () => stdout.mock.calls.map(([text]) => String(text)).join("");

const listing = (find: () => Promise<Item[]>): Listing<Item> => ({
  find,
  id: (item) => item.id,
  status: (item) => item.status,
  line: ({ id, status }) => `${id} ${status}`,
  json: ({ id }) => ({ id }),
  empty: "nothing yet",
});

const signal = new AbortController().signal;
const items = [
  { id: "a", status: "SUCCEEDED" },
  { id: "b", status: "RUNNING" },
];

test("a list is one line per item", async () => {
  await listOrFollow(
    signal,
    {},
    listing(async () => items),
  );
  expect(written()).toBe("a SUCCEEDED\nb RUNNING\n");
});

test("an empty list says so, and is an empty array with json", async () => {
  await listOrFollow(
    signal,
    {},
    listing(async () => []),
  );
  await listOrFollow(
    signal,
    { json: true },
    listing(async () => []),
  );
  expect(written()).toBe("nothing yet\n[]\n");
});

test("json is one array of what the listing makes of the items", async () => {
  await listOrFollow(
    signal,
    { json: true },
    listing(async () => items),
  );
  expect(JSON.parse(written())).toEqual([{ id: "a" }, { id: "b" }]);
});

test("follow shows an item again only when its status changes, also back to an earlier one", async () => {
  const controller = new AbortController();
  const statuses = ["FAILED", "FAILED", "RUNNING", "FAILED"];
  const find = async () => {
    // the first look is the one before following
    const status = statuses[find.looks++ - 1] ?? "FAILED";
    if (find.looks > statuses.length) controller.abort(new Error("enough"));
    return [{ id: "a", status }];
  };
  find.looks = 0;
  await expect(listOrFollow(controller.signal, { follow: true }, listing(find), 1)).rejects.toThrow("enough");
  expect(written()).toBe("a FAILED\na RUNNING\na FAILED\n");
});

test("follow with json is one object per line", async () => {
  const controller = new AbortController();
  const find = vi.fn(async () => {
    if (find.mock.calls.length === 2) controller.abort(new Error("enough"));
    return items;
  });
  await expect(
    listOrFollow(controller.signal, { follow: true, json: true }, listing(find), 1),
  ).rejects.toThrow("enough");
  expect(written()).toBe('{"id":"a"}\n{"id":"b"}\n');
});

test("follow fails at once when the first look fails", async () => {
  const find = vi.fn(() => Promise.reject(new Error("no such log group")));
  await expect(listOrFollow(signal, { follow: true }, listing(find), 1)).rejects.toThrow("no such log group");
  expect(find).toHaveBeenCalledTimes(1);
});
