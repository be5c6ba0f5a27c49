import { brotliCompressSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { bundlePage } from "./bundle.ts";

describe("the page as it is packed", () => {
  let files: Map<string, Uint8Array>;
  beforeAll(async () => {
    files = await bundlePage({ minify: true });
  }, 60_000);
  const text = (name: string) => new TextDecoder().decode(files.get(name));

  test("weighs at most 100 kB compressed", () => {
    const sizes = [...files.values()].map((content) => gzipSync(content).length);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100_000);
    expect(brotliCompressSync(files.get("console.js") ?? "").length).toBeLessThan(80_000);
  });

  test("loads nothing from elsewhere, and evaluates no text", () => {
    const addresses = [...text("console.js").matchAll(/https?:\/\/[\w.-]+/g)].map(([address]) => address);
    expect(addresses.filter((address) => !/w3\.org$/.test(address))).toEqual([]);
    expect(text("console.js")).not.toMatch(/\beval\(|new Function\(|innerHTML\s*=\s*[^=]*fetch/);
    expect(text("console.css")).not.toMatch(/url\(|@import/);
  });

  test("knows nothing of one app", () => {
    expect(text("console.js")).not.toMatch(/reminder|cuddle/i);
  });

  test("has the licences of all packages in it", () => {
    for (const name of ["preact", "@preact/signals", "@dagrejs/dagre"])
      expect(text("licences.txt")).toContain(name);
  });
});
