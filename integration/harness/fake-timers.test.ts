/** Promise: what a test does to its own clock changes nothing for the harness. */
import { CreateStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import { clientConfig } from "localstack-harness";
import { test as base, expect } from "localstack-harness/vitest";
import { afterEach, beforeEach, describe, vi } from "vitest";

const test = base.extend<{ stateMachineArn: string }>({
  /** A state machine that waits for a second. */
  stateMachineArn: async ({ endpoint }, use) => {
    const sfn = new SFNClient(clientConfig(endpoint));
    const definition = { StartAt: "Wait", States: { Wait: { Type: "Wait", Seconds: 1, End: true } } };
    const { stateMachineArn = "" } = await sfn.send(
      new CreateStateMachineCommand({
        name: `Waits-${crypto.randomUUID()}`,
        roleArn: "arn:aws:iam::000000000000:role/any",
        definition: JSON.stringify(definition),
      }),
    );
    sfn.destroy();
    await use(stateMachineArn);
  },
});

describe.each([
  ["fake timers", () => vi.useFakeTimers()],
  [
    "fake performance and timers in Node.js's modules",
    () => vi.useFakeTimers({ toFake: ["performance", "setTimeout"] }),
  ],
  ["a date in the future", () => vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2038-01-01") })],
  ["a date in the past", () => vi.setSystemTime("2020-01-01")],
  ["a replaced fetch", () => vi.stubGlobal("fetch", () => Promise.reject(new Error("no network")))],
])("under %s", (_, fake) => {
  beforeEach(() => {
    fake();
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test("waits, filters and reports work", async ({
    executions,
    stateMachineArn,
    inbox,
    calls,
    logs,
    http,
    endpoint,
  }) => {
    const email = inbox.address();
    const execution = await executions.start({ email }, { stateMachineArn });
    await expect(execution).toSucceed();
    expect(await executions.startedWith(email)).toHaveLength(1);
    await expect(inbox).not.toReceive({}, { within: 200 });
    await inbox.receiveNone({}, { within: 100 });
    await expect(calls).toHaveCalled({ service: "sfn", operation: "StartExecution" });
    await expect(calls).not.toHaveCalled({ service: "s3" }, { within: 100 });
    await expect(logs.of(email)).not.toHaveLogged("ERROR", { within: 100 });
    expect((await http.fetch(`${endpoint}/_localstack/health`)).status).toBe(200);
  });
});
