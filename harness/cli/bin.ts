#!/usr/bin/env node
import { unsupportedNode } from "../core/node-version.ts";

// nothing else is imported before the version is checked: an old Node.js cannot run it
const unsupported = unsupportedNode();
if (unsupported) {
  process.stderr.write(`error: ${unsupported}\n`);
  process.exitCode = 1;
} else {
  await import("./main.ts").then(({ main }) => main(), explainMissing);
}

/** An installation without dependencies, such as that of another package manager's half-way stop. */
function explainMissing(error: NodeJS.ErrnoException): void {
  const missing = /Cannot find package '([^']+)'/.exec(error.message)?.[1];
  if (error.code !== "ERR_MODULE_NOT_FOUND" || !missing) throw error;
  process.stderr.write(
    `error: the package ${missing} is not installed: run npm install, with dependencies of every kind\n`,
  );
  process.exitCode = 1;
}
