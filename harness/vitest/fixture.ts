import { rm } from "node:fs/promises";
import { test as base, expect, inject, type TestContext } from "vitest";
import type { AwsAccount } from "../aws/account.ts";
import { connect, connectAws, type Harness } from "../connect.ts";
import type { Calls } from "../control/calls.ts";
import type { Clock } from "../control/clock.ts";
import type { Faults } from "../control/faults.ts";
import type { HttpRecorder } from "../core/http.ts";
import { holdBackGone } from "../core/localstack-http.ts";
import type { Executions } from "../executions/executions.ts";
import type { Logs } from "../logs/logs.ts";
import type { Inbox } from "../mail/inbox.ts";
import { matchers } from "./matchers.ts";
import { type FailedTest, reportFailure, reportFile } from "./report/report.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where LocalStack answers; a globalSetup provides it. */
    endpoint: string;
    /** The outputs of the deployed stack, by name; a globalSetup provides them. */
    outputs: Record<string, string>;
    /** Where the stack is on AWS; a globalSetup provides it instead of relying on LocalStack. */
    aws?: AwsAccount;
    /** Endpoint of the `MailRelay` that goes with `aws`. */
    mails?: string;
  }
}

expect.extend(matchers);
// longer than a supervised run takes to be cancelled
holdBackGone(1_500);

/** What each test gets, of its own: parts of one {@link Harness} scope. */
export interface HarnessFixtures {
  endpoint: string;
  outputs: Record<string, string>;
  /** Where the report of a failed test goes, relative to the project. Default: `reports`. */
  reportsDirectory: string;
  harness: Harness;
  inbox: Inbox;
  executions: Executions;
  clock: Clock;
  faults: Faults;
  calls: Calls;
  logs: Logs;
  http: HttpRecorder;
}

const STATE_MACHINE = /^arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:]+$/;
/** Milliseconds that a report may take, the writing of its file included. */
const REPORT_WITHIN = 15_000;

/** Set by the first test of a file that found LocalStack gone: those behind it have nothing to add. */
let gone = false;

/** vitest's `test` with the harness as fixtures. A test that fails leaves a report. */
export const test = base.extend<{ $file: { connection: Harness }; $test: HarnessFixtures }>({
  connection: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => {
      const stateMachineArns = Object.values(inject("outputs")).filter((value) => STATE_MACHINE.test(value));
      const [aws, mails = ""] = [inject("aws"), inject("mails")];
      await using harness = aws
        ? connectAws({ aws, mails, stateMachineArns })
        : await connect({ endpoint: inject("endpoint"), stateMachineArns });
      await use(harness);
    },
    { scope: "file" },
  ],
  endpoint: ({ skip }, use) => {
    skip(onAws(), "this test asks LocalStack itself");
    return use(inject("endpoint"));
  },
  outputs: ({ task: _ }, use) => use(inject("outputs")),
  reportsDirectory: "reports",
  harness: async ({ connection, reportsDirectory, signal, task, skip, onTestFailed }, use) => {
    skip(gone, "LocalStack has gone");
    await using harness = connection.scope({ signal });
    const test = { name: fullName(task), file: task.file.name };
    // one that fails no more shall leave no report of an earlier run
    await rm(reportFile(reportsDirectory, test), { force: true });
    onTestFailed(
      () => report(harness, { ...test, errors: task.result?.errors ?? [] }, reportsDirectory),
      REPORT_WITHIN,
    );
    await use(harness);
  },
  inbox: ({ harness }, use) => use(harness.inbox),
  executions: ({ harness }, use) => use(harness.executions),
  clock: ({ harness, skip }, use) => {
    skip(onAws(), "AWS keeps real time: a test that needs the clock does not run there");
    return use(harness.clock);
  },
  faults: ({ harness, skip }, use) => {
    skip(onAws(), "AWS fails when it likes: a test that injects faults does not run there");
    return use(harness.faults);
  },
  calls: ({ harness, skip }, use) => {
    skip(onAws(), "AWS tells nobody which calls were made: a test that reads them does not run there");
    return use(harness.calls);
  },
  logs: ({ harness }, use) => use(harness.logs),
  http: ({ harness }, use) => use(harness.http),
});

const onAws = (): boolean => inject("aws") !== undefined;

async function report(harness: Harness, failed: FailedTest, directory: string): Promise<void> {
  if (failed.errors.some(({ name }) => name === "LocalStackGoneError")) gone = true;
  else console.error(await reportFailure(harness, failed, directory));
}

/** The test's name behind those of its suites. */
function fullName(task: TestContext["task"]): string {
  const names = [task.name];
  for (let suite = task.suite; suite; suite = suite.suite) names.unshift(suite.name);
  return names.join(" > ");
}

export { expect };
