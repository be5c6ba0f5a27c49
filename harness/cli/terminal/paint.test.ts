import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { paint } from "./paint.ts";

test("a stream that is not a terminal gets plain text", () => {
  expect(paint("red", "no", new PassThrough())).toBe("no");
});
