import fc from "fast-check";
import { expect, it } from "vitest";
import { repeatedName } from "./repeated-name.ts";

it.each([
  ['{"a":1,"a":2}', "a"],
  ['{"a":1,"\\u0061":2}', "a"],
  ['{"__proto__":1,"__proto__":2}', "__proto__"],
  ['{"a":{"b":[1,{"c":":"}]},"d":"{\\"a\\":1","a":2}', "a"],
  ['{ "x" : "\\"" , "y\\\\" : "}" , "y\\\\" : 1 }', "y\\"],
])("finds it in %s", (json, name) => expect(repeatedName(json)).toBe(name));

it.each(['{"a":1,"b":2}', '{"a":{"a":{"a":1}},"b":{"a":1}}', '{"a":"\\"a\\":1,\\"a\\":2"}', "{}"])(
  "finds none in %s",
  (json) => expect(repeatedName(json)).toBeUndefined(),
);

it("finds none in anything that JSON.stringify writes", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      expect(repeatedName(JSON.stringify(value))).toBeUndefined();
    }),
  );
});
