#!/usr/bin/env node
// nothing is imported before the version is checked: an old Node.js cannot read what comes then
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `error: localstack-harness needs Node.js 22.12 or later, and this is ${process.version}: install a newer one from https://nodejs.org\n`,
  );
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

export {};
