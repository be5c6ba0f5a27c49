import { access, mkdir, mkdtemp, rm, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ifUnlocked, withLock } from "./lock.ts";

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lock "));
  path = join(folder, "not there yet", "thing");
});
afterEach(() => rm(folder, { recursive: true }));

test("two never act at once, and the second learns that it waits", async () => {
  const order: string[] = [];
  const held = Promise.withResolvers<void>();
  const waited = Promise.withResolvers<void>();
  const first = withLock(path, {}, async () => {
    order.push("first begins");
    held.resolve();
    await waited.promise;
    order.push("first ends");
  });
  await held.promise;
  const second = withLock(path, { onWait: waited.resolve }, async () => order.push("second"));
  await Promise.all([first, second]);
  expect(order).toEqual(["first begins", "first ends", "second"]);
});

test("gives what the action gives, and is free after an action that fails", async () => {
  const failing = withLock(path, {}, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(await withLock(path, { onWait: () => expect.unreachable() }, async () => 7)).toBe(7);
});

test("is taken over from a process that was killed", async () => {
  await mkdir(`${path}.lock`, { recursive: true });
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${path}.lock`, longAgo, longAgo);
  expect(await withLock(path, {}, async () => "mine")).toBe("mine");
});

test("a wait ends with the signal, and nothing is done", async () => {
  await mkdir(`${path}.lock`, { recursive: true });
  const controller = new AbortController();
  const action = vi.fn();
  const waiting = withLock(
    path,
    { signal: controller.signal, onWait: () => controller.abort(new Error("enough")) },
    action,
  );
  await expect(waiting).rejects.toThrow("enough");
  expect(action).not.toHaveBeenCalled();
});

test("an action learns that its lock was taken away", async () => {
  const lost = withLock(path, {}, async (signal) => {
    await rm(`${path}.lock`, { recursive: true });
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  });
  await expect(lost).rejects.toMatchObject({ code: "LOCK_LOST", message: expect.stringContaining(path) });
  await expect(access(`${path}.lock`)).rejects.toThrow("ENOENT");
});

test("what needs a free lock is done only where it is free", async () => {
  const action = vi.fn();
  await mkdir(join(path, ".."), { recursive: true });
  await withLock(path, {}, () => ifUnlocked(path, action));
  expect(action).not.toHaveBeenCalled();
  await ifUnlocked(path, action);
  expect(action).toHaveBeenCalledOnce();
});
