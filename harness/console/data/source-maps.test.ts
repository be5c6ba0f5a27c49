import { expect, test } from "vitest";
import { inProject } from "./source-maps.ts";

test.each([
  ["../../../src/price.ts", "src/price.ts"],
  ["./src/../lib/a.ts", "lib/a.ts"],
  ["src/a.ts", "src/a.ts"],
  ["/home/rex/src/a.ts", "/home/rex/src/a.ts"],
])("the source %s is %s", (source, path) => {
  expect(inProject(source)).toBe(path);
});
