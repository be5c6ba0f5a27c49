/** Sums what vitest (reports/*.json) and unittest (reports/*.log) counted into the one closing line of CI. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface VitestCounts {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}

const REPORTS = "reports";
/** Is there, too: see integration/after-suites.ts. */
const PERMISSIONS_RECORDING = "permissions-recording.json";
const failedSteps = Number(process.argv[2] ?? 0);
let passed = 0;
let failed = 0;
let skipped = 0;

const entries = existsSync(REPORTS) ? readdirSync(REPORTS, { withFileTypes: true }) : [];
for (const { name: file } of entries.filter((entry) => entry.isFile())) {
  const text = readFileSync(join(REPORTS, file), "utf8");
  if (file.endsWith(".json") && file !== PERMISSIONS_RECORDING) {
    const counts: VitestCounts = JSON.parse(text);
    passed += counts.numPassedTests;
    failed += counts.numFailedTests;
    skipped += counts.numPendingTests;
  } else if (file.endsWith(".log")) {
    const ran = [...text.matchAll(/^Ran (\d+) tests? in/gm)].reduce(
      (sum, match) => sum + Number(match[1]),
      0,
    );
    const broken = [...text.matchAll(/^FAILED \((.*)\)$/gm)]
      .flatMap((match) => [...(match[1] ?? "").matchAll(/(?:failures|errors)=(\d+)/g)])
      .reduce((sum, match) => sum + Number(match[1]), 0);
    passed += ran - broken;
    failed += broken;
  }
}

// a step that broke without a failing test (lint, types, installation) is a failure, too
failed = Math.max(failed, failedSteps);
if (passed === 0) failed = Math.max(failed, 1);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;
