/**
 * Names what failed in CI, at the end of its output, and sums what vitest (reports/*.json) and unittest (reports/*.log)
 * counted into the one closing line.
 *
 *     summary.ts [name of a failed step]...
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: {
    name: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] | null }[];
  }[];
}

const REPORTS = "reports";
/** Is there, too: see integration/after-suites.ts. */
const PERMISSIONS_RECORDING = "permissions-recording.json";
/** The output of CI is often cut to its end. */
const MESSAGE_LINES = 6;
const STEP_LINES = 15;

const failedSteps = process.argv.slice(2);
const failures: string[] = [];
let passed = 0;
let failed = 0;
let skipped = 0;

const entries = existsSync(REPORTS) ? readdirSync(REPORTS, { withFileTypes: true }) : [];
for (const { name: file } of entries.filter((entry) => entry.isFile())) {
  const text = readFileSync(join(REPORTS, file), "utf8");
  if (file.endsWith(".json") && file !== PERMISSIONS_RECORDING) countVitest(JSON.parse(text));
  else if (file.endsWith(".log")) countUnittest(text);
}

for (const failure of failures) console.log(`\nFAILED ${failure}`);
for (const step of failedSteps) {
  console.log(`\nFAILED step ${step}, which ended with:`);
  console.log(
    lines(readFileSync(join(REPORTS, `${step}.log`), "utf8").trimEnd())
      .slice(-STEP_LINES)
      .join("\n"),
  );
}
// a step that broke without a failing test (lint, types, installation) is a failure, too
failed = Math.max(failed, failedSteps.length);
if (passed === 0) failed = Math.max(failed, 1);
console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
process.exitCode = failed > 0 ? 1 : 0;

function countVitest(report: VitestReport): void {
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped += report.numPendingTests;
  for (const { name, message, assertionResults } of report.testResults) {
    const failing = assertionResults.filter(({ status }) => status === "failed");
    for (const test of failing)
      failures.push(described(`${name} > ${test.fullName}`, test.failureMessages?.[0] ?? ""));
    // a file that could not be collected has no test
    if (message && failing.length === 0) failures.push(described(name, message));
  }
}

function countUnittest(log: string): void {
  const ran = [...log.matchAll(/^Ran (\d+) tests? in/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
  const broken = [...log.matchAll(/^FAILED \((.*)\)$/gm)]
    .flatMap((match) => [...(match[1] ?? "").matchAll(/(?:failures|errors)=(\d+)/g)])
    .reduce((sum, match) => sum + Number(match[1]), 0);
  passed += ran - broken;
  failed += broken;
  for (const [, test] of log.matchAll(/^(?:FAIL|ERROR): (.+)$/gm)) failures.push(String(test));
}

function described(test: string, message: string): string {
  return [test, ...lines(message).slice(0, MESSAGE_LINES)].join("\n  ");
}

function lines(text: string): string[] {
  return stripVTControlCharacters(text).split("\n");
}
