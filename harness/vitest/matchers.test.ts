import { expect as base, describe, test } from "vitest";
import { Execution } from "../executions/executions.ts";
import { type ExecutionRecord, toRecord } from "../executions/record.ts";
import { LogLines } from "../logs/logs.ts";
import { Inbox } from "../mail/inbox.ts";
import { type Recording, recordedExecution } from "../testing/recordings.ts";
import { testScope } from "../testing/scope.ts";
import { capturedMails } from "../testing/ses.ts";
import { matchers } from "./matchers.ts";

base.extend(matchers);
const expect = base;

const record = (name: Recording): ExecutionRecord => {
  const { execution, events } = recordedExecution(name);
  return toRecord(execution, events);
};

/** An execution of which each look finds the next of these; the last one stays. */
function executionOf(...records: (ExecutionRecord | undefined)[]): Execution {
  let look = 0;
  return new Execution("id", testScope("http://x", 5_000), async () => records[look++] ?? records.at(-1));
}
const recorded = (name: Recording) => executionOf(record(name));
const running = (record: ExecutionRecord): ExecutionRecord => ({ ...record, status: "RUNNING" });

describe("toHaveVisited", () => {
  test("passes on these states in this order, others between them or not", async () => {
    await expect(recorded("retried-and-caught")).toHaveVisited("Notify", "Failed");
    await expect(recorded("parallel")).toHaveVisited("Both", "Left", "LeftDone");
  });

  test("waits for the states of one that runs", async () => {
    const done = record("succeeded");
    const started = running({ ...done, states: done.states.slice(0, 1) });
    await expect(executionOf(undefined, started, running(done))).toHaveVisited("Timer", "Notify");
  });

  test("fails on another order, and says which states there were", async () => {
    const verdict = expect(recorded("retried-and-caught")).toHaveVisited("Failed", "Notify");
    await expect(verdict).rejects.toThrow(
      /^awaited execution id to have visited Failed → Notify, but it ended: status FAILED with ReminderFailed: no mail, states:\n {2}\+0\.016 s Notify \(Task\), 2 retries, .*\n {2}\+2\.197 s Failed \(Fail\)$/,
    );
  });

  test("not: judges at the end", async () => {
    await expect(recorded("succeeded")).not.toHaveVisited("Failed");
    await expect(expect(recorded("retried-and-caught")).not.toHaveVisited("Failed")).rejects.toThrow(
      "expected execution id not to have visited Failed, but there was: status FAILED",
    );
  });
});

describe("toHaveVisitedExactly", () => {
  test("passes on all the states and no other", async () => {
    await expect(recorded("succeeded")).toHaveVisitedExactly("Timer", "Notify");
    await expect(recorded("succeeded")).not.toHaveVisitedExactly("Timer");
  });

  test("fails on one state more", async () => {
    await expect(expect(recorded("succeeded")).toHaveVisitedExactly("Notify")).rejects.toThrow(
      /^expected execution id to have visited exactly Notify, but there was: status SUCCEEDED, states:\n.* Timer \(Wait\)\n.* Notify \(Task\)$/,
    );
  });

  test("does not judge one that never ends", async () => {
    const scope = testScope("http://x", 40);
    const endless = new Execution("id", scope, async () => running(record("succeeded")));
    const message =
      "awaited execution id to have visited exactly Timer, for 40 ms, but there was: status RUNNING";
    await expect(expect(endless).toHaveVisitedExactly("Timer")).rejects.toThrow(message);
    await expect(expect(endless).not.toHaveVisitedExactly("Timer")).rejects.toThrow(message);
  });
});

describe("toHaveRetried", () => {
  test("passes on exactly so many", async () => {
    await expect(recorded("retried-and-caught")).toHaveRetried("Notify", 2);
    await expect(recorded("succeeded")).toHaveRetried("Notify", 0);
    await expect(recorded("retried-and-caught")).not.toHaveRetried("Notify", 1);
  });

  test("judges as soon as the state was left, not before", async () => {
    const done = running(record("retried-and-caught"));
    const [notify] = done.states;
    const { exitedAt: _, ...inside } = notify as NonNullable<typeof notify>;
    const trying = { ...done, states: [{ ...inside, retries: 1 }], retries: { Notify: 1 } };
    await expect(executionOf(trying, trying, done)).toHaveRetried("Notify", 2);
  });

  test("fails on another number, and says how many there were", async () => {
    await expect(expect(recorded("retried-and-caught")).toHaveRetried("Notify", 1)).rejects.toThrow(
      /^expected execution id to have retried Notify once, but there was: .*\n.*Notify \(Task\), 2 retries/,
    );
  });
});

describe("toCatch", () => {
  test("passes on a caught error, by name where one is given", async () => {
    await expect(recorded("retried-and-caught")).toCatch("Notify");
    await expect(recorded("retried-and-caught")).toCatch("Notify", "SES.MessageRejectedException");
    await expect(recorded("retried-and-caught")).toCatch("Notify", /Rejected/);
    await expect(recorded("failed-task")).not.toCatch("Notify");
  });

  test("fails on another state or error", async () => {
    await expect(expect(recorded("retried-and-caught")).toCatch("Failed")).rejects.toThrow(
      "expected execution id to have caught an error of Failed, but there was: status FAILED",
    );
    await expect(expect(recorded("retried-and-caught")).toCatch("Notify", "Rejected")).rejects.toThrow(
      "caught Rejected of Notify",
    );
  });
});

describe("the end", () => {
  test("toSucceed, with the output where one is given", async () => {
    await expect(recorded("succeeded")).toSucceed();
    await expect(recorded("succeeded")).toSucceed(expect.objectContaining({ MessageId: expect.any(String) }));
    await expect(recorded("map")).toSucceed([1, 2]);
    await expect(recorded("failed-task")).not.toSucceed();
  });

  test("toSucceed fails on a failure, and on another output, which it shows", async () => {
    await expect(expect(recorded("failed-task")).toSucceed()).rejects.toThrow(
      "expected execution id to have succeeded, but there was: status FAILED with SES.MessageRejectedException",
    );
    await expect(expect(recorded("map")).toSucceed([2, 1])).rejects.toThrow(
      "expected execution id to have succeeded with [2,1], but there was: output [1,2], status SUCCEEDED",
    );
  });

  test("toFailWith error and cause", async () => {
    await expect(recorded("retried-and-caught")).toFailWith("ReminderFailed", "no mail");
    await expect(recorded("bad-path")).toFailWith("States.Runtime", /\$\.missing/);
    await expect(recorded("succeeded")).not.toFailWith(/./);
    await expect(expect(recorded("bad-path")).toFailWith("Other", /cause/)).rejects.toThrow(
      "expected execution id to have failed with Other: /cause/, but there was: status FAILED with States.Runtime",
    );
  });

  test("toFailWith is about FAILED, and not about other ends", async () => {
    await expect(recorded("aborted")).not.toFailWith("Cancelled");
    await expect(recorded("timed-out")).not.toFailWith("States.Timeout");
  });

  test("toEndAs any status", async () => {
    await expect(recorded("aborted")).toEndAs("ABORTED");
    await expect(recorded("timed-out")).toEndAs("TIMED_OUT");
    await expect(expect(recorded("aborted")).toEndAs("FAILED")).rejects.toThrow(
      "expected execution id to have ended as FAILED, but there was: status ABORTED with Cancelled: asked",
    );
  });
});

describe("toReceive and toReceiveExactly", () => {
  test("pass and fail with what was there", async () => {
    await using ses = await capturedMails();
    const inbox = new Inbox(testScope(ses.endpoint), "inbox.example");
    ses.add(inbox.address());
    await expect(inbox).toReceive({ subject: "Brush Rex" });
    await expect(inbox).toReceiveExactly(1, {}, { settle: 0 });
    await expect(inbox).not.toReceive({ subject: "another" }, { within: 30 });
    await expect(expect(inbox).toReceive({ subject: "another" }, { within: 30 })).rejects.toThrow(
      /^awaited a mail with subject "another", for 30 ms, but there was: 1 for the same addresses:\n.*"Brush Rex"/,
    );
    await expect(expect(inbox).not.toReceive()).rejects.toThrow(
      "expected no mail within 1 s, but there were 1:",
    );
    await expect(expect(inbox).toReceiveExactly(0)).rejects.toThrow(
      "expected exactly 0 mails, but there were 1:",
    );
  });

  test("toReceiveExactly has no opposite", async () => {
    const inbox = new Inbox(testScope(), "inbox.example");
    await expect(expect(inbox).not.toReceiveExactly(1)).rejects.toThrow("say how many mails there should be");
  });
});

test("toHaveLogged passes and fails with what was there", async () => {
  const line = { time: new Date(0), group: "/api", stream: "a", message: "GET /reminder-7 200" };
  const lines = new LogLines(testScope(), "the API's log", async () => [line]);
  await expect(lines).toHaveLogged(/GET/);
  await expect(lines).not.toHaveLogged("POST", { within: 30 });
  await expect(expect(lines).toHaveLogged("POST", { within: 30 })).rejects.toThrow(
    'awaited a line with "POST" in the API\'s log',
  );
});

test("a matcher given something else says so", async () => {
  const received = Promise.resolve(recorded("succeeded"));
  // @ts-expect-error a promise is no execution
  await expect(expect(received).toSucceed()).rejects.toThrow(
    "toSucceed judges an object of class Execution, but expect() was given a promise (await it first)",
  );
  // @ts-expect-error a mail is nothing an execution receives
  await expect(expect(recorded("succeeded")).toReceive()).rejects.toThrow(
    "toReceive judges an object of class Inbox",
  );
});

test("an error that is no outcome is passed on, with and without not", async () => {
  const broken = new Error("access denied");
  const execution = new Execution("id", testScope(), () => Promise.reject(broken));
  await expect(expect(execution).toSucceed()).rejects.toBe(broken);
  await expect(expect(execution).not.toSucceed()).rejects.toBe(broken);
});
