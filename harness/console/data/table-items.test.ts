import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { expect, test } from "vitest";
import { itemJson, keyFrom, keyText } from "./table-items.ts";

const bytes = (...values: number[]) => new Uint8Array(values);

test.each<[string, AttributeValue, string]>([
  ["a text", { S: 'a "b"' }, '"a \\"b\\""'],
  ["an empty text", { S: "" }, '""'],
  [
    "a number of 38 digits",
    { N: "12345678901234567890123456789012345678" },
    "12345678901234567890123456789012345678",
  ],
  ["a yes", { BOOL: true }, "true"],
  ["a no", { BOOL: false }, "false"],
  ["nothing", { NULL: true }, "null"],
  ["a list", { L: [{ N: "1" }, { M: { a: { S: "b" } } }] }, '[1,{"a":"b"}]'],
  ["a set of texts", { SS: ["a", "b"] }, '{"SS":["a","b"]}'],
  ["a set of numbers", { NS: ["1", "9007199254740993"] }, '{"NS":[1,9007199254740993]}'],
  ["bytes", { B: bytes(1, 2) }, '{"B":"AQI="}'],
  ["a set of bytes", { BS: [bytes(1), bytes(2)] }, '{"BS":["AQ==","Ag=="]}'],
])("%s is shown as what it is", (_, value, json) => {
  expect(itemJson({ it: value })).toBe(`{"it":${json}}`);
});

test("a key leads to the next page, also one of bytes", () => {
  const key = { id: { B: bytes(1, 255) }, at: { N: "7" } };
  expect(keyFrom(keyText(key))).toEqual(key);
  expect(() => keyFrom("{")).toThrow(/no key of an item/);
});
