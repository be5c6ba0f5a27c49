import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { compare, publicationText } from "./site.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const files = new Map([
  ["index.html", { body: "<p>Rex</p>" }],
  ["config.json", { body: new TextEncoder().encode("{}") }],
]);

test("what the bucket holds already has not changed", () => {
  const before = new Map([
    ["index.html", md5("<p>Rex</p>")],
    ["config.json", md5("{}")],
  ]);
  expect(publicationText(compare(before, files))).toBe("unchanged (2 files)");
});

test("new, other and superfluous files are counted", () => {
  const before = new Map([
    ["index.html", md5("<p>Cat</p>")],
    ["old.js", md5("")],
  ]);
  expect(compare(before, files)).toEqual({ files: 2, changed: 2, removed: 1 });
  expect(publicationText(compare(before, files))).toBe("2 of 2 files are new, 1 removed");
});
