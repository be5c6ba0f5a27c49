import { expect, test } from "vitest";
import { isDisturbed } from "./typescript.ts";

test.each([
  ["only checks, with the types of packages", { noEmit: true, module: "nodenext" }, 5],
  ["only checks, as a bundler", { noEmit: true, module: "esnext", moduleResolution: "bundler" }, 5],
  ["only checks, without those of packages", { noEmit: true, module: "commonjs", skipLibCheck: true }, 5],
  ["only checks, by TypeScript 7", { noEmit: true, module: "commonjs" }, 7],
])("a project that %s can have TypeScript files", (_, options, major) => {
  expect(isDisturbed(options, major)).toBe(false);
});

test.each([
  ["writes JavaScript", { module: "nodenext", skipLibCheck: true }, 7],
  ["resolves modules as Node.js 10 did", { noEmit: true, module: "commonjs" }, 5],
  ["says so", { noEmit: true, module: "esnext", moduleResolution: "node10" }, 6],
])("a project that %s is disturbed by them", (_, options, major) => {
  expect(isDisturbed(options, major)).toBe(true);
});
