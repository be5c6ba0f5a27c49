import { expect, test } from "vitest";
import { partsOf } from "./json-view.tsx";

test.each<[unknown, string, string]>([
  [{ a: 1 }, "", '{\n  "a": 1\n}'],
  ['{"a":1}', "", '{\n  "a": 1\n}'],
  ['2026\tid\tERROR\tfailed {"a":[]}', "2026\tid\tERROR\tfailed", '{\n  "a": []\n}'],
  ["[INFO] sent", "[INFO] sent", ""],
  ["2026-02-03 sent 7 mails", "2026-02-03 sent 7 mails", ""],
  ["{ not json", "{ not json", ""],
  ['"a text"', "", '"a text"'],
  ['she said "hello"', 'she said "hello"', ""],
  ['{"n":12345678901234567890}', "", '{\n  "n": 12345678901234567890\n}'],
  [undefined, "", ""],
])("of %j, the text and the data", (value, before, json) => {
  expect(partsOf(value)).toEqual({ before, json });
});
