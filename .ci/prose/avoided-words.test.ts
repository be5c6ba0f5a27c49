import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findAvoided, readAvoided } from "./avoided-words.ts";

const GUIDE = `# Guide
<!-- avoided words: begin -->
| avoid | write |
|---|---|
| nobody, no one else | no user |
| of its own | its own |
<!-- avoided words: end -->
Text with nobody in it.
`;

describe("the list", () => {
  test("has each phrase with what to write instead", () => {
    expect(readAvoided(GUIDE)).toEqual([
      { phrase: "nobody", instead: "no user" },
      { phrase: "no one else", instead: "no user" },
      { phrase: "of its own", instead: "its own" },
    ]);
  });

  test("is an error where it is empty or missing", () => {
    expect(() => readAvoided("# Guide")).toThrow("lists no words");
    expect(() => readAvoided("<!-- avoided words: begin -->\n<!-- avoided words: end -->")).toThrow(
      "lists no words",
    );
  });

  test("of this repository names the words that made its prose hard to read", () => {
    const phrases = readAvoided(readFileSync(join(import.meta.dirname, "../../CONTRIBUTING.md"), "utf8"));
    expect(phrases.map(({ phrase }) => phrase)).toEqual(
      expect.arrayContaining(["somebody", "nobody", "whoever", "anew", "stands", "tells", "shall"]),
    );
  });
});

describe("a text", () => {
  const find = (text: string) =>
    findAvoided(text, readAvoided(GUIDE)).map(({ phrase, line }) => [phrase, line]);

  test("is searched for whole words in any case", () => {
    expect(find("Nobody came.\nAnd NOBODY left.")).toEqual([
      ["nobody", 1],
      ["nobody", 2],
    ]);
    expect(find("nobodys nobody-like, a busybody, no one")).toEqual([]);
  });

  test("is searched across the lines of a comment", () => {
    expect(find(" * a folder of its\n * own")).toEqual([["of its own", 1]]);
    expect(find("x = 1\n# a folder of\n# its own")).toEqual([["of its own", 2]]);
    expect(find("// a folder of its\n  // own")).toEqual([["of its own", 1]]);
  });

  test("may hold the list, and is searched before and after it", () => {
    expect(find(GUIDE)).toEqual([["nobody", 8]]);
  });
});
