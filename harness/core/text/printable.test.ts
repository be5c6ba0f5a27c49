import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { oneLine, printable, printableJson } from "./printable.ts";

describe("text of others is shown, and steers no terminal", () => {
  test.each([
    ["a colour", "\u001b[31mred", String.raw`\x1b[31mred`],
    ["a bell and a backspace", "a\u0007b\bc", String.raw`a\x07b\x08c`],
    ["a carriage return that overwrites", "paid\rfree", String.raw`paid\x0dfree`],
    [
      "a link (OSC 8)",
      "\u001b]8;;http://evil.example\u001b\\ok\u0007",
      String.raw`\x1b]8;;http://evil.example\x1b\ok\x07`,
    ],
    ["the clipboard (OSC 52)", "\u001b]52;c;cm0=\u0007", String.raw`\x1b]52;c;cm0=\x07`],
    ["an escape of one byte (C1)", "\u009b2J\u009d52;c;x\u009c", String.raw`\x9b2J\x9d52;c;x\x9c`],
    [
      "a name written backwards",
      "cuddle\u202egnp.exe\u2066x\u200f",
      String.raw`cuddle\u202egnp.exe\u2066x\u200f`,
    ],
    ["Unicode's line break", "a\u2028b\u2029c", String.raw`a\u2028b\u2029c`],
    ["NUL and DEL", "\u0000\u007f", String.raw`\x00\x7f`],
  ])("%s", (_, text, shown) => {
    expect(printable(text)).toBe(shown);
    expect(stripVTControlCharacters(printable(text))).toBe(shown);
  });
});

test("lines, tabs, emoji and right-to-left letters stay", () => {
  expect(printable("Rex\r\n\t🐕‍🦺 כלב\n")).toBe("Rex\n\t🐕‍🦺 כלב\n");
});

test("one line is one line", () => {
  expect(oneLine("  cuddle\r\n  Rex\u0000\u2028now ")).toBe(String.raw`cuddle Rex\x00 now`);
});

test("JSON keeps the data, and steers no terminal", () => {
  const data = { subject: "\u001b]52;c\u0007 \u009b2J \u202egnp \u2028 \u007f כלב\n" };
  const json = printableJson(data);
  expect(JSON.parse(json)).toEqual(data);
  expect(json).toBe(String.raw`{"subject":"\u001b]52;c\u0007 \u009b2J \u202egnp \u2028 \u007f כלב\n"}`);
  expect(printableJson([1], 2)).toBe("[\n  1\n]");
});
