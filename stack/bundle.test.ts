import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Code } from "aws-cdk-lib/aws-lambda";
import { describe, expect, it } from "vitest";
import { bundle } from "./bundle.ts";

/** The files of each bundle; they are there only while `bundle` hands them over. */
function bundled(): Record<string, Record<string, string>> {
  const files: Record<string, Record<string, string>> = {};
  bundle(["refuse", "compose"] as const, (job, code) => {
    const folder = (code as Code & { path: string }).path;
    files[job] = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]),
    );
  });
  return files;
}

describe("a function's bundle", () => {
  const files = bundled();
  const map = JSON.parse(files.compose?.["compose.mjs.map"] ?? "");

  it("is one module and its source map", () => {
    expect(Object.entries(files).map(([job, each]) => [job, Object.keys(each).sort()])).toEqual([
      ["refuse", ["refuse.mjs", "refuse.mjs.map"]],
      ["compose", ["compose.mjs", "compose.mjs.map"]],
    ]);
    expect(files.compose?.["compose.mjs"]).toMatch(/sourceMappingURL=compose\.mjs\.map\n$/);
  });

  it("names its sources by their paths in the repository", () => {
    expect(map.sources).toEqual(
      expect.arrayContaining(["functions/compose/handler.ts", "functions/compose/compose-mails.ts"]),
    );
    expect(map.sources.filter((source: string) => !/^(functions|node_modules)\//.test(source))).toEqual([]);
    expect(map).not.toHaveProperty("sourcesContent");
  });

  it("contains nothing of the machine that built it", () => {
    expect(JSON.stringify(files)).not.toContain(process.cwd());
  });

  it("is the same each time", () => {
    expect(bundled()).toEqual(files);
  });
});
