import { expect, test } from "vitest";
import { missingPackage, missingPackageIn } from "./missing-package.mjs";

const failed = async (specifier: string): Promise<unknown> => import(specifier).catch((error) => error);

test.each(["no-such-package", "@no-such/package", "no-such-package/part", "@no-such/package/part"])(
  "an import of %s names the package",
  async (specifier) => {
    const name = specifier.replace("/part", "");
    expect(missingPackage(await failed(/* @vite-ignore */ specifier))).toBe(name);
  },
);

test("other errors name none", async () => {
  expect(missingPackage(new Error("Cannot find package 'x'"))).toBeUndefined();
  expect(missingPackage(await failed("/no/such/file.js"))).toBeUndefined();
  expect(missingPackage("no-such-package")).toBeUndefined();
});

test.each(["path", "node:fs", "fs/promises"])("for %s, which is Node.js's own, it is the types", (name) => {
  const text = `error TS2307: Cannot find module '${name}' or its corresponding type declarations.`;
  expect(missingPackageIn(text)).toBe("@types/node");
});
