import { test as base, expect, inject } from "vitest";
import type { Calls } from "./calls.ts";
import type { Clock } from "./clock.ts";
import type { Executions } from "./executions.ts";
import type { Faults } from "./faults.ts";
import { connect, type Harness } from "./harness.ts";
import type { HttpRecorder } from "./http.ts";
import type { Inbox } from "./inbox.ts";
import type { Logs } from "./logs.ts";
import { matchers } from "./matchers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where LocalStack answers; a globalSetup provides it. */
    endpoint: string;
    /** The outputs of the deployed stack, by name; a globalSetup provides them. */
    outputs: Record<string, string>;
  }
}

expect.extend(matchers);

/** What each test gets, of its own: parts of one {@link Harness} scope. */
export interface HarnessFixtures {
  endpoint: string;
  outputs: Record<string, string>;
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

/** One connection for all tests of a file. */
let connected: Promise<Harness> | undefined;
function connection(): Promise<Harness> {
  const outputs = inject("outputs") ?? {};
  connected ??= connect({
    endpoint: inject("endpoint"),
    stateMachineArns: Object.values(outputs).filter((value) => STATE_MACHINE.test(value)),
  });
  return connected;
}

/** vitest's `test` with the harness as fixtures. A failed test leaves a report. */
export const test = base.extend<HarnessFixtures>({
  endpoint: async ({ task: _ }, use) => use(inject("endpoint")),
  outputs: async ({ task: _ }, use) => use(inject("outputs")),
  harness: async ({ signal }, use) => {
    await using harness = (await connection()).scope({ signal });
    await use(harness);
  },
  inbox: async ({ harness }, use) => use(harness.inbox),
  executions: async ({ harness }, use) => use(harness.executions),
  clock: async ({ harness }, use) => use(harness.clock),
  faults: async ({ harness }, use) => use(harness.faults),
  calls: async ({ harness }, use) => use(harness.calls),
  logs: async ({ harness }, use) => use(harness.logs),
  http: async ({ harness }, use) => use(harness.http),
});

export { expect };
