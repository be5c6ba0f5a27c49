import { rm } from "node:fs/promises";
import { test as base, expect, inject, type TestContext } from "vitest";
import type { AwsAccount } from "../aws/account.ts";
import { connect, connectAws, type Harness } from "../connect.ts";
import type { Calls } from "../control/calls.ts";
import type { Clock } from "../control/clock.ts";
import type { Faults } from "../control/faults.ts";
import type { HttpRecorder } from "../core/http.ts";
import { holdBackGone } from "../core/localstack-http.ts";
import { resolveLocalhostNames } from "../core/loopback.ts";
import type { DeployedStack } from "../deploy/deploy-stack.ts";
import type { Executions } from "../executions/executions.ts";
import type { Logs } from "../logs/logs.ts";
import type { Inbox } from "../mail/inbox.ts";
import type { Api } from "../observers/api.ts";
import type { Bucket } from "../observers/bucket.ts";
import type { Bus } from "../observers/bus.ts";
import type { Queue } from "../observers/queue.ts";
import type { Table } from "../observers/table.ts";
import type { Topic } from "../observers/topic.ts";
import { matchers } from "./matchers.ts";
import { type FailedTest, reportFailure, reportFile } from "./report/report.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where LocalStack answers; a globalSetup provides it. */
    endpoint: string;
    /** The outputs of the deployed stack, by name; a globalSetup provides them. */
    outputs: Record<string, string>;
    /** The deployed stacks, each with its account, region and outputs; `localstack-harness/vitest/setup` provides them. */
    stacks?: DeployedStack[];
    /** Where the stack is on AWS; a globalSetup provides it instead of relying on LocalStack. */
    aws?: AwsAccount;
    /** Endpoint of the `MailRelay` that goes with `aws`. */
    mails?: string;
    /**
     * Milliseconds that matchers and observers wait, unless a call gives another limit; `test.provide` of the vitest
     * configuration sets it. Default: 10,000.
     */
    within?: number;
  }
}

expect.extend(matchers);
resolveLocalhostNames();
// longer than a supervised run takes to be cancelled
holdBackGone(1_500);

/** The fixtures of each test: the parts of its {@link Harness} scope. */
export interface HarnessFixtures {
  endpoint: string;
  outputs: Record<string, string>;
  /** The folder for reports of failed tests, relative to the project. Default: `reports`. */
  reportsDirectory: string;
  harness: Harness;
  inbox: Inbox;
  executions: Executions;
  clock: Clock;
  faults: Faults;
  calls: Calls;
  logs: Logs;
  http: HttpRecorder;
  /** A queue, by its logical id, construct path, output or name; so the others below. */
  queue: (name: string) => Queue;
  /** What is published to a topic of the app. */
  topic: (name: string) => Topic;
  /** `default` is the bus of the account. */
  bus: (name: string) => Bus;
  /** The objects of a bucket of the app. */
  bucket: (name: string) => Bucket;
  /** The items of a DynamoDB table of the app. */
  table: (name: string) => Table;
  /** A REST API, an HTTP API or a function URL. */
  api: (name: string) => Api;
}

const STATE_MACHINE = /^arn:[^:]+:states:[^:]+:\d+:stateMachine:[^:]+$/;
/** Milliseconds that a report may take, including writing its file. */
const REPORT_WITHIN = 15_000;

/** Set by the first test of a file that found LocalStack gone: later ones have nothing to add. */
let gone = false;

/** vitest's `test` with the harness as fixtures. A test that fails writes a report. */
export const test = base.extend<{ $file: { connection: Harness }; $test: HarnessFixtures }>({
  connection: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the fixtures that are needed from the pattern
    async ({}, use) => {
      const outputs = inject("outputs");
      const stateMachineArns = Object.values(outputs).filter((value) => STATE_MACHINE.test(value));
      const [aws, mails = "", within] = [inject("aws"), inject("mails"), inject("within")];
      await using harness = aws
        ? connectAws({ aws, mails, stateMachineArns, outputs, within })
        : await connect({
            endpoint: inject("endpoint"),
            stacks: inject("stacks") ?? [],
            stateMachineArns,
            outputs,
            within,
          });
      await use(harness);
    },
    { scope: "file" },
  ],
  endpoint: ({ skip }, use) => {
    skip(onAws(), "this test sends requests to LocalStack itself");
    return use(inject("endpoint"));
  },
  outputs: ({ task: _ }, use) => use(inject("outputs")),
  reportsDirectory: "reports",
  harness: async (
    { connection, reportsDirectory, signal, task, skip, onTestFailed, onTestFinished },
    use,
  ) => {
    skip(gone, "LocalStack has gone");
    using ended = new TestEnd();
    await using harness = connection.scope({ signal: AbortSignal.any([signal, ended.signal]) });
    const test = { name: fullName(task), file: task.file.name };
    // a test that passes now has no report of an earlier run
    await rm(reportFile(reportsDirectory, test), { force: true });
    onTestFailed(
      () => report(harness, { ...test, errors: task.result?.errors ?? [] }, reportsDirectory),
      REPORT_WITHIN,
    );
    const { activity } = harness;
    activity.isChecked = true;
    await use(harness);
    for (const error of activity.notAwaited)
      onTestFinished(() => {
        throw error;
      });
  },
  inbox: ({ harness }, use) => use(harness.inbox),
  executions: ({ harness }, use) => use(harness.executions),
  clock: ({ harness, skip }, use) => {
    needPlugin(harness, skip, "keeps real time: a test that needs the clock");
    return use(harness.clock);
  },
  faults: ({ harness, skip }, use) => {
    needPlugin(harness, skip, "has no fault injection: a test that injects faults");
    return use(harness.faults);
  },
  calls: ({ harness, skip }, use) => {
    needPlugin(harness, skip, "has no record of calls: a test that reads them");
    return use(harness.calls);
  },
  logs: ({ harness }, use) => use(harness.logs),
  http: ({ harness }, use) => use(harness.http),
  queue: ({ harness, skip }, use) => {
    needPlugin(harness, skip, NO_MESSAGES);
    return use((name) => harness.queue(name));
  },
  topic: ({ harness, skip }, use) => {
    needPlugin(harness, skip, NO_MESSAGES);
    return use((name) => harness.topic(name));
  },
  bus: ({ harness, skip }, use) => {
    needPlugin(harness, skip, NO_MESSAGES);
    return use((name) => harness.bus(name));
  },
  bucket: ({ harness }, use) => use((name) => harness.bucket(name)),
  table: ({ harness }, use) => use((name) => harness.table(name)),
  api: ({ harness }, use) => use((name) => harness.api(name)),
});

/** Ends what a test did not wait for. */
class TestEnd extends AbortController implements Disposable {
  [Symbol.dispose](): void {
    this.abort(new Error("the test has ended"));
  }
}

const onAws = (): boolean => inject("aws") !== undefined;

const NO_MESSAGES = "has no record of messages: a test that reads them";

/** Skips a test where the app does not run on LocalStack, and says what the place lacks. */
function needPlugin({ emulator }: Harness, skip: TestContext["skip"], lacks: string): void {
  const place = onAws() ? "AWS" : emulator;
  skip(place !== undefined, `${place} ${lacks} cannot run there`);
}

async function report(harness: Harness, failed: FailedTest, directory: string): Promise<void> {
  if (failed.errors.some(({ name }) => name === "LocalStackGoneError")) gone = true;
  else console.error(await reportFailure(harness, failed, directory));
}

/** The test's name, after the names of its suites. */
function fullName(task: TestContext["task"]): string {
  const names = [task.name];
  for (let suite = task.suite; suite; suite = suite.suite) names.unshift(suite.name);
  return names.join(" > ");
}

export { expect };
