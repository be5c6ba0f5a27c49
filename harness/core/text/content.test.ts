import { expect, test } from "vitest";
import { type Content, hasContent } from "./content.ts";

const ORDER = '{"pet":{"name":"Rex","age":3},"items":[{"id":"a"},{"id":"b"}],"paid":true,"note":null}';

test.each<[Content, boolean]>([
  ["Rex", true],
  ["Tom", false],
  [/"age":\d/, true],
  [{ pet: { name: "Rex" } }, true],
  [{ pet: { name: /^R/ }, paid: true, note: null }, true],
  [{ pet: { name: "Re" } }, false],
  [{ pet: { age: "3" } }, false],
  [{ owner: undefined }, true],
  [{ owner: "Ann" }, false],
  [{ note: { text: "x" } }, false],
  [{ items: [{ id: "a" }, { id: "b" }] }, true],
  [{ items: [{ id: "a" }] }, false],
  [{ items: expect.arrayContaining([{ id: "b" }]) }, true],
  [{ pet: expect.objectContaining({ age: expect.any(String) }) }, false],
  [["a"], false],
])("%j is in the text: %s", (wanted, expected) => {
  expect(hasContent(ORDER, wanted)).toBe(expected);
});

test("a text that is no JSON has no data", () => {
  expect(hasContent("Rex", {})).toBe(false);
});
