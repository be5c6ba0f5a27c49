/**
 * Starts what an npm script runs: `node scripts/run.mjs <tool or file> [arguments]`. If the installation is incomplete or
 * Node.js is too old, it prints one sentence. JavaScript, because an old Node.js reads no TypeScript.
 */
import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { missingPackage } from "../harness/core/installation/missing-package.mjs";

const REMEDY = "run npm ci, without NODE_ENV=production and without --omit";
const [what = "", ...args] = process.argv.slice(2);
// import.meta.dirname is newer than the oldest Node.js 20
const tool = fileURLToPath(new URL(`../node_modules/.bin/${what}`, import.meta.url));

if (!process.features.typescript)
  fail(
    `this repository runs on Node.js 24, and this is ${process.version}: ${REMEDY}; it installs Node.js 24`,
  );
else if (/\.m?ts$/.test(what)) await run(resolve(what));
else if (existsSync(tool)) await run(realpathSync(tool));
else fail(`${what} is not installed: ${REMEDY}`);

/** @param {string} file */
async function run(file) {
  process.argv = [process.execPath, file, ...args];
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    const missing = missingPackage(error);
    if (!missing) throw error;
    fail(`the package ${missing} is not installed: ${REMEDY}`);
  }
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exitCode = 1;
}
