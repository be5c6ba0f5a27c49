#!/usr/bin/env node
// JavaScript, and nothing else is imported before the version is checked: an old Node.js cannot run it
import { join } from "node:path";
import { missingPackageText } from "../core/installation/missing-package.mjs";
import { unsupportedLinker, unsupportedNode } from "../core/installation/node-version.mjs";

/** @param {string} message */
function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 1;
}

/**
 * An incomplete installation.
 * @param {NodeJS.ErrnoException} error
 */
function explain(error) {
  const missing = missingPackageText(error);
  if (missing) fail(missing);
  else if (error.code === "ERR_UNKNOWN_FILE_EXTENSION")
    fail(
      `Node.js ${process.version} does not run TypeScript: run npm ci, which installs the Node.js for the npm scripts`,
    );
  else throw error;
}

const unsupported = unsupportedNode() ?? unsupportedLinker();
if (unsupported) fail(unsupported);
else await run().catch(explain);

async function run() {
  const { cacheFolder } = await import("../core/files/cache-folder.ts");
  // Node.js 20 has no such name: its import must wait for the version check
  const { enableCompileCache } = await import("node:module");
  // to compile what it imports takes half of the time that a command needs to start
  enableCompileCache(join(cacheFolder(), "compiled"));
  const { main } = await import("./main.ts");
  await main();
}
