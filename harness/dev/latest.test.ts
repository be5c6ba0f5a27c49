import { expect, test } from "vitest";
import { Latest } from "./latest.ts";

test("calls while it is being made share the making after it", async () => {
  let made = 0;
  const waiting: (() => void)[] = [];
  const latest = new Latest(() => {
    made += 1;
    return new Promise<number>((resolve) => waiting.push(() => resolve(made)));
  });
  const calls = [latest.get(), latest.get(), latest.get()];
  waiting.shift()?.();
  await expect.poll(() => waiting.length).toBe(1);
  waiting.shift()?.();
  expect(await Promise.all(calls)).toEqual([2, 2, 2]);
});

test("a failure before the last making is forgotten", async () => {
  let made = 0;
  const latest = new Latest(async () => {
    made += 1;
    if (made === 1) throw new Error("half a file");
    return made;
  });
  const first = latest.get();
  expect(await Promise.all([first, latest.get()])).toEqual([2, 2]);
});
