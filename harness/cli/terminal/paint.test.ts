import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { oneLine, paint, printable } from "./paint.ts";

test("what is not a terminal gets plain text", () => {
  expect(paint("red", "no", new PassThrough())).toBe("no");
});

test("text of others cannot steer the terminal", () => {
  expect(printable("a\u001b[2Jb\u0007c\u009bd")).toBe("a\ufffd[2Jb\ufffdc\ufffdd");
  expect(printable("paid\u202egnp.exe")).toBe("paid\ufffdgnp.exe");
});

test("lines, tabs, emoji and right-to-left letters stay", () => {
  expect(printable("Rex\r\n\t🐕 כלב\n")).toBe("Rex\n\t🐕 כלב\n");
});

test("one line is one line", () => {
  expect(oneLine("  cuddle\r\n  Rex\u0000 ")).toBe("cuddle Rex\ufffd");
});
