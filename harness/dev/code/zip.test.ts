import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zip } from "./zip.ts";

const file = (name: string) => ({ name, bytes: Buffer.from(name), mode: 0o100644 });

test("has the files level by level, whatever their order", async () => {
  const names = ["b/a/x", "b.js", "a/z", "a.js", "a/b/y", "B.js"];
  const zipped = await zip(names.map(file));
  expect(Object.keys(unzipSync(zipped))).toEqual(["B.js", "a.js", "b.js", "a/z", "a/b/y", "b/a/x"]);
  expect(await zip(names.reverse().map(file))).toEqual(zipped);
});
