/** `test` and `expect` with the harness. For a globalSetup, which may not import vitest's `test`, see `/vitest/setup`. */
import "../core/installation/require-node.ts";

export { expect, type HarnessFixtures, test } from "./fixture.ts";
// the matchers' types are declared there
export type { matchers } from "./matchers.ts";
export { type FailedTest, reportFailure, reportFile, type ThrownValue } from "./report/report.ts";
