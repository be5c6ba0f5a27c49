import { expect, test } from "vitest";
import { optionsOfArguments } from "./esbuild.ts";

test("arguments of the command line become options of the API", () => {
  expect(
    optionsOfArguments([
      "--bundle",
      "/app/handler.ts",
      "--target=node22",
      "--platform=node",
      "--outfile=/out/index.js",
      "--minify",
      "--sourcemap=inline",
      "--sources-content=false",
      "--external:@aws-sdk/*",
      "--external:sharp",
      "--loader:.svg=text",
      '--define:process.env.STAGE="a=b"',
      "--banner:js=// one",
      "--main-fields=module,main",
      "--inject:./shim.js",
      "--keep-names",
      "--log-level=error",
      "--line-limit=80",
    ]),
  ).toEqual({
    bundle: true,
    entryPoints: ["/app/handler.ts"],
    target: ["node22"],
    platform: "node",
    outfile: "/out/index.js",
    minify: true,
    sourcemap: "inline",
    sourcesContent: false,
    external: ["@aws-sdk/*", "sharp"],
    loader: { ".svg": "text" },
    define: { "process.env.STAGE": '"a=b"' },
    banner: { js: "// one" },
    mainFields: ["module", "main"],
    inject: ["./shim.js"],
    keepNames: true,
    lineLimit: 80,
  });
});
