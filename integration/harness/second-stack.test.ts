/**
 * Promise: the harness knows no particular app. It drives a stack that is not this repository's: a state machine with two
 * states, one mail, one function. The examples of harness/README.md are between `#region` and `#endregion`.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientConfig, connect, type Harness, hasCode, poll, requireLocalStack } from "localstack-harness";
import { reportFailure, reportFile } from "localstack-harness/vitest";
import { describe } from "vitest";
import { expect, test } from "./second-stack.ts";

// the deployment takes longer than a test may
test.beforeAll(({ provided }) => expect(provided.outputs).toHaveProperty("StateMachineArn"), 120_000);

describe.concurrent("inbox", () => {
  // #region inbox
  test("a greeting arrives, once", async ({ inbox, executions }) => {
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 });
    await expect(inbox).toReceive({ subject: /hello/i });
    await expect(inbox).toReceiveExactly(1, { to: inbox.address() }, { after: greeting });
  });

  test("a mail is an object", async ({ inbox, executions }) => {
    await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 });
    const mail = await inbox.receive({ subject: "Hello Rex" });
    expect(mail).toMatchObject({
      from: "greetings@second.example",
      to: [inbox.address()],
      cc: [],
      bcc: [],
      text: "0 seconds have passed.",
    });
  });

  test("only the recipient is greeted", async ({ inbox, executions }) => {
    await executions.start({ to: inbox.address("rex"), name: "Rex", seconds: 0 });
    await expect(inbox).not.toReceive({ to: inbox.address("tom") }, { within: 300 });
    await inbox.receive({ to: inbox.address("rex") });
    await inbox.clear(inbox.address("rex"));
    expect(await inbox.messages()).toEqual([]);
  });
  // #endregion
});

describe.concurrent("executions", () => {
  // #region executions
  test("a greeting goes through its states", async ({ inbox, executions }) => {
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 });
    await expect(greeting).toHaveVisited("Pause");
    await expect(greeting).toHaveVisitedExactly("Pause", "Notify");
    await expect(greeting).toSucceed({ MessageId: expect.any(String) });
    const { states, input, startedAt } = await greeting.describe();
    expect(input).toMatchObject({ name: "Rex" });
    expect(states[0]?.enteredAt.getTime()).toBeGreaterThanOrEqual(startedAt.getTime());
  });

  test("a greeting without a time fails", async ({ executions }) => {
    const greeting = await executions.start({ to: "rex@inbox.example", name: "Rex" });
    await expect(greeting).toFailWith("States.Runtime", /\$\.seconds/);
    expect((await greeting.describe()).failure?.state).toBe("Pause");
  });

  test("a greeting can be stopped", async ({ inbox, executions }) => {
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 3_600 });
    await greeting.waitForState("Pause");
    await executions.stop(greeting);
    await expect(greeting).toEndAs("ABORTED");
  });
  // #endregion
});

describe.concurrent("clock", () => {
  // #region clock
  test("an hour passes at once", async ({ inbox, executions, clock }) => {
    await using _compressed = await clock.compress(inbox.address());
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 3_600 });
    await expect(greeting).toSucceed();
    await expect(inbox).toReceive({ text: "3600 seconds have passed." });
  });
  // #endregion
});

describe.concurrent("faults", () => {
  // #region faults
  test("a throttled greeting is sent again", async ({ inbox, executions, clock, faults }) => {
    await using _compressed = await clock.compress(inbox.address());
    await using outage = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "Throttling",
      times: 2,
      match: inbox.address(),
    });
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 });
    await expect(greeting).toHaveRetried("Notify", 2);
    await expect(greeting).toSucceed();
    expect(await outage.hits()).toBe(2);
    await expect(inbox).toReceiveExactly(1);
  });

  test("a function runs into its time-out", async ({ greeter, faults }) => {
    const name = `Rex ${crypto.randomUUID()}`;
    {
      await using _fault = await faults.inject({ function: greeter.name, effect: "timeout", match: name });
      expect(await greeter.greet(name)).toMatchObject({ errorMessage: expect.stringContaining("timed out") });
    }
    expect(await greeter.greet(name)).toBe(`Hello ${name}`);
  });
  // #endregion

  test("a function that crashes is Lambda's error, not the function's", async ({ greeter, faults }) => {
    const name = `Tom ${crypto.randomUUID()}`;
    await faults.inject({ function: greeter.name, effect: "crash", match: name, times: 1 });
    expect(await greeter.greet(name)).toMatchObject({ errorType: "Runtime.ExitError" });
    expect(await greeter.greet(name)).toBe(`Hello ${name}`);
  });

  test("a function that is throttled does not run", async ({ greeter, faults }) => {
    const name = `Kit ${crypto.randomUUID()}`;
    await faults.inject({ function: greeter.name, effect: "throttle", match: name });
    await expect(greeter.greet(name)).rejects.toThrow("Rate Exceeded");
  });

  test("a service can be slow only", async ({ inbox, executions, faults, calls }) => {
    await faults.inject({ service: "ses", operation: "SendEmail", delayMs: 300, match: inbox.address() });
    await expect(await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 })).toSucceed();
    const [sent] = await calls.list({ operation: "SendEmail" });
    expect(sent?.durationMs).toBeGreaterThanOrEqual(300);
  });
});

describe.concurrent("calls", () => {
  // #region calls
  test("the state machine sends the mail, under its own role", async ({ inbox, executions, calls }) => {
    await expect(await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 })).toSucceed();
    await expect(calls).toHaveCalled(
      { service: "ses", operation: "SendEmail", role: /GreetingsRole/, status: 200 },
      { times: 1 },
    );
    await expect(calls).not.toHaveCalled({ service: "s3" }, { within: 100 });
  });
  // #endregion
});

describe.concurrent("logs", () => {
  // #region logs
  test("a function logs whom it greets", async ({ greeter, logs }) => {
    const name = `Rex-${crypto.randomUUID()}`;
    await greeter.greet(name);
    await expect(logs.of(name)).toHaveLogged(/REPORT RequestId/);
    await expect(logs.of(name)).toHaveLogged(`greeting ${name}`);
    await expect(logs.of(name)).not.toHaveLogged("ERROR", { within: 100 });
  });
  // #endregion
});

describe.concurrent("report", () => {
  // #region report
  test("a report shows what a test caused", async ({ harness, inbox, executions, http, endpoint }) => {
    const directory = await mkdtemp(join(tmpdir(), "reports-"));
    await http.fetch(`${endpoint}/_localstack/health`);
    await expect(await executions.start({ to: inbox.address(), name: "<b>Rex</b>", seconds: 0 })).toSucceed();
    const failed = { name: "a test", file: "a.test.ts", errors: [{ message: "no cuddle" }] };
    // what cannot be read in seconds is missing
    await expect
      .poll(() => reportFailure(harness, failed, directory))
      .toMatch(/health answered 200 .*SUCCEEDED.*Notify.*Hello <b>Rex<\/b>.*ses:SendEmail/s);
    const html = await readFile(reportFile(directory, failed), "utf8");
    expect(html).toContain("Hello &lt;b&gt;Rex&lt;/b&gt;");
    await rm(directory, { recursive: true });
  });
  // #endregion
});

describe.concurrent("without fixtures", () => {
  test("anything can be awaited", async ({ endpoint }) => {
    // #region poll
    const sqs = new SQSClient(clientConfig(endpoint));
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "wishes" }));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "a walk" }));
    const wish = await poll({ awaiting: "a wish in the queue", within: 5_000 }, async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
      return Messages[0]?.Body ? { done: Messages[0].Body } : { seen: "an empty queue" };
    });
    // #endregion
    expect(wish).toBe("a walk");
  });

  test("an error has a code", async () => {
    // #region errors
    const problem = await requireLocalStack("http://127.0.0.1:1").catch((error) => error);
    if (!hasCode(problem, "LOCALSTACK_NOT_RUNNING")) throw problem;
    // #endregion
    expect(problem.message).toContain("no LocalStack at http://127.0.0.1:1");
  });
});

test.concurrent("without vitest it works as well", async ({ provided }) => {
  const greeted: string[] = [];
  // #region connect
  async function greet(endpoint: string, stateMachineArn: string): Promise<string> {
    await using harness: Harness = await connect({ endpoint, stateMachineArns: [stateMachineArn] });
    const { inbox, executions } = harness;
    await executions.start({ to: inbox.address(), name: "Rex", seconds: 0 });
    return (await inbox.receive({ subject: /Rex/ })).text;
  }
  // #endregion
  greeted.push(await greet(provided.endpoint, provided.outputs.StateMachineArn ?? ""));
  expect(greeted).toEqual(["0 seconds have passed."]);
});

describe.concurrent("tests that run side by side", () => {
  const hour = { name: "Rex", seconds: 3_600 };

  test("the clock of one is not the other's", async ({ inbox, executions, clock }) => {
    const other = await executions.start({ ...hour, to: inbox.address("other") });
    await using _compressed = await clock.compress(inbox.address("mine"));
    const mine = await executions.start({ ...hour, to: inbox.address("mine") });
    await expect(mine).toSucceed();
    expect(await other.describe()).toMatchObject({ status: "RUNNING", states: [{ name: "Pause" }] });
    await executions.stop(other);
  });

  test("real time stays real", async ({ inbox, executions }) => {
    const greeting = await executions.start({ to: inbox.address(), name: "Rex", seconds: 2 });
    const { states } = await greeting.waitForEnd();
    const [pause] = states;
    expect(Number(pause?.exitedAt) - Number(pause?.enteredAt)).toBeGreaterThanOrEqual(1_990);
  });

  test("the fault of one is not the other's", async ({ inbox, executions, clock, faults }) => {
    const failing = inbox.address("failing");
    const fault = await faults.inject({
      service: "ses",
      operation: "SendEmail",
      error: "Throttling",
      match: failing,
    });
    await using _compressed = await clock.compress(failing);
    await expect(await executions.start({ to: failing, name: "Rex", seconds: 0 })).toFailWith(/Ses|SES/);
    await expect(await executions.start({ to: inbox.address("well"), name: "Rex", seconds: 0 })).toSucceed();
    expect(await fault.hits()).toBe(3);
    await expect(inbox).toReceiveExactly(1);
  });
});
