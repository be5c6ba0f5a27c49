import { expect, test } from "vitest";
import { textIn } from "./text-in.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("UTF-8 is text, also where its last character is cut", () => {
  expect(textIn(bytes("Grüße, Rex"))).toBe("Grüße, Rex");
  expect(textIn(bytes("Rex 🐕").slice(0, -1))).toBe("Rex ");
  expect(textIn(new Uint8Array())).toBe("");
});

test("other bytes are none", () => {
  expect(textIn(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d]))).toBeNull();
  expect(textIn(bytes("a\0b"))).toBeNull();
});
