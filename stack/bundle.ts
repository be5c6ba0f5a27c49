import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Code } from "aws-cdk-lib/aws-lambda";
import { buildSync } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const NODE = "24";

/**
 * Bundles `functions/<job>/handler.ts` of every job with one call of esbuild (NodejsFunction starts one process for
 * each) and hands each result over as an asset, which copies it; nothing of it stays behind in the checkout.
 *
 * The output is the same for the same sources wherever the checkout is, so a second deployment changes nothing: the
 * paths in the source maps are relative to the repository.
 */
export function bundle<Job extends string>(
  jobs: readonly Job[],
  toAsset: (job: Job, code: Code) => void,
): void {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: jobs.map((job) => ({ in: `functions/${job}/handler.ts`, out: job })),
    // nothing is written there: it is what the paths in the source maps are relative to
    outdir: ROOT,
    write: false,
    bundle: true,
    format: "esm",
    outExtension: { ".js": ".mjs" },
    platform: "node",
    target: `node${NODE}`,
    mainFields: ["module", "main"],
    minify: true,
    // the names of errors and classes reach logs and stack traces
    keepNames: true,
    sourcemap: true,
    // positions are what a stack trace needs
    sourcesContent: false,
    legalComments: "none",
    logLevel: "error",
  });
  const staging = mkdtempSync(join(tmpdir(), "petcuddleotron-functions-"));
  try {
    for (const job of jobs) {
      const folder = join(staging, job);
      mkdirSync(folder);
      for (const { path, contents } of outputFiles) {
        const name = basename(path);
        if (name.startsWith(`${job}.mjs`)) writeFileSync(join(folder, name), contents);
      }
      toAsset(job, Code.fromAsset(folder));
    }
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}
