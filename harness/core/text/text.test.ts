import { expect, test } from "vitest";
import { hasText, isText, show, showFilter } from "./text.ts";

test("a string is the whole text or a part of it; a pattern is searched, every time", () => {
  expect([isText("Send", "Send"), isText("Send", "end"), isText("Send", /end/)]).toEqual([true, false, true]);
  expect([hasText("Send", "end"), hasText("Send", "x"), hasText("Send", /^S/)]).toEqual([true, false, true]);
  const global = /e/g;
  expect([hasText("Send", global), hasText("Send", global)]).toEqual([true, true]);
});

test.each([
  [{ a: [1, "x"] }, '{"a":[1,"x"]}'],
  [/x/i, "/x/i"],
  [{ pattern: /x/, some: expect.any(Number) }, '{"pattern":"/x/","some":"Any<Number>"}'],
  [{ big: 1n }, "{ big: 1n }"],
  [undefined, "undefined"],
  [Symbol("s"), "Symbol(s)"],
])("%o is shown as %s", (value, shown) => {
  expect(show(value)).toBe(shown);
});

test("an object that contains itself is shown", () => {
  const loop: Record<string, unknown> = { name: "loop" };
  loop.self = loop;
  expect(show(loop)).toContain("[Circular *1]");
});

test("a filter reads as the end of a sentence", () => {
  expect(showFilter({ to: "a@b.example", subject: /x/i, from: undefined })).toBe(
    ' with to "a@b.example" and subject /x/i',
  );
  expect(showFilter({})).toBe("");
});
