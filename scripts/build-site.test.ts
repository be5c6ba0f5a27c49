import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { buildSite, type SiteFile } from "./build-site.ts";

const API_URL = "http://localhost:4566/_aws/execute-api/petcuddleotron/prod";

describe("buildSite", () => {
  let files: Map<string, SiteFile>;
  beforeAll(async () => {
    files = await buildSite({ apiUrl: API_URL });
  });
  const text = (key: string) => new TextDecoder().decode(files.get(key)?.body);

  it("gives each asset a name with a hash, and the pages names that stay", () => {
    const names = [...files.keys()].map((key) => key.replace(/-[A-Z0-9]{8}\./, "-HASH."));
    expect(names.sort()).toEqual(
      [
        "config.json",
        "dog-HASH.svg",
        "error.html",
        "favicon-HASH.svg",
        "index.html",
        "main-HASH.js",
        "style-HASH.css",
      ].sort(),
    );
    const lasting = [...files].filter(([, file]) => file.cacheControl.includes("immutable"));
    expect(lasting.map(([key]) => key).every((key) => /-[A-Z0-9]{8}\./.test(key))).toBe(true);
  });

  it.each(["index.html", "error.html"])("%s refers to nothing but what is there", (page) => {
    const references = [...text(page).matchAll(/(?:href|src)="\/?([^"]+\.\w+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(1);
    expect(references.filter((name) => name === undefined || !files.has(name))).toEqual([]);
  });

  it("passes the API's address to the page, and allows only connections to this origin", () => {
    expect(JSON.parse(text("config.json"))).toEqual({ apiUrl: API_URL });
    expect(text("index.html")).toContain("default-src 'none'");
    expect(text("index.html")).toContain("connect-src 'self' http://localhost:4566;");
  });

  it.each(["index.html", "error.html"])("%s has nothing that its policy refuses", (page) => {
    expect(text(page)).not.toMatch(/<style|\sstyle="|\son\w+="|<script(?![^>]*\ssrc=)|\{apiOrigin\}|unsafe-/);
  });

  it("does not change as long as nothing else does", async () => {
    expect(await buildSite({ apiUrl: API_URL })).toEqual(files);
  });

  it("is small: the whole page weighs less than 20 kB on the wire", () => {
    const needed = [...files].filter(([key]) => !/^(error|dog)/.test(key));
    const bytes = needed.reduce((sum, [, file]) => sum + gzipSync(file.body).length, 0);
    expect(bytes).toBeLessThan(20_000);
  });

  it.each(["", "localhost:4566/prod", "/prod"])("refuses %j as the API's address", async (apiUrl) => {
    await expect(buildSite({ apiUrl })).rejects.toThrow(TypeError);
  });
});
