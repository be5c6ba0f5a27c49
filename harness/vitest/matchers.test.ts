import { afterEach, expect as base, beforeEach, describe, test, vi } from "vitest";
import { createClients } from "../aws/clients.ts";
import { Control } from "../control/control.ts";
import { activityOf } from "../core/test-activity.ts";
import { Execution } from "../executions/execution.ts";
import type { ExecutionRecord } from "../executions/record.ts";
import { LogLines } from "../logs/log-lines.ts";
import { Inbox } from "../mail/inbox.ts";
import { Bucket } from "../observers/bucket.ts";
import { Bus } from "../observers/bus.ts";
import { Table } from "../observers/table.ts";
import { StackResources } from "../resources/stack-resources.ts";
import { type Recording, executionRecord as record, recordedExecution } from "../testing/recordings.ts";
import { testScope } from "../testing/scope.ts";
import { serve } from "../testing/serve.ts";
import { capturedMails } from "../testing/ses.ts";
import { matchers } from "./matchers.ts";

base.extend(matchers);
const expect = base;

/** An execution of which each look finds the next of these; the last one stays. */
function executionOf(...records: (ExecutionRecord | undefined)[]): Execution {
  let look = 0;
  const read = async () => records[look++] ?? records.at(-1);
  return new Execution("id", testScope("http://x", 5_000), { read });
}
/** The execution of a recording, on a state machine with the recorded states. */
function recorded(name: Recording): Execution {
  const stateNames = async () => [...recordedExecution(name).definitions.keys()];
  const read = async () => record(name);
  const reader = recordedExecution(name).definitions.size > 0 ? { read, stateNames } : { read };
  return new Execution("id", testScope("http://x", 5_000), reader);
}
const running = (record: ExecutionRecord): ExecutionRecord => ({ ...record, status: "RUNNING" });

describe("toHaveVisited", () => {
  test("passes on these states in this order, also with others between them", async () => {
    await expect(recorded("retried-and-caught")).toHaveVisited("Notify", "Failed");
    await expect(recorded("parallel")).toHaveVisited("Both", "Left", "LeftDone");
  });

  test("waits for the states of one that runs", async () => {
    const done = record("succeeded");
    const started = running({ ...done, states: done.states.slice(0, 1) });
    await expect(executionOf(undefined, started, running(done))).toHaveVisited("Timer", "Notify");
  });

  test("fails on another order, and says which states there were", async () => {
    const assertion = expect(recorded("retried-and-caught")).toHaveVisited("Failed", "Notify");
    await expect(assertion).rejects.toThrow(
      /^waited for execution id to have visited Failed → Notify, but it ended: status FAILED with ReminderFailed: no mail, states:\n {2}\+0\.016 s Notify \(Task\), 2 retries, .*\n {2}\+2\.197 s Failed \(Fail\)$/,
    );
  });

  test("not: is decided at the end", async () => {
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

  test("is not decided for an execution that never ends", async () => {
    const scope = testScope("http://x", 40);
    const endless = new Execution("id", scope, { read: async () => running(record("succeeded")) });
    const message =
      "waited 40 ms for execution id to have visited exactly Timer, but there was: status RUNNING";
    await expect(expect(endless).toHaveVisitedExactly("Timer")).rejects.toThrow(message);
    await expect(expect(endless).not.toHaveVisitedExactly("Timer")).rejects.toThrow(message);
  });
});

describe("toHaveRetried", () => {
  test("passes on exactly so many retries", async () => {
    await expect(recorded("retried-and-caught")).toHaveRetried("Notify", 2);
    await expect(recorded("succeeded")).toHaveRetried("Notify", 0);
    await expect(recorded("retried-and-caught")).not.toHaveRetried("Notify", 1);
  });

  test("is decided as soon as the state was left, not before", async () => {
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

describe.each([
  ["map-caught", "Each"],
  ["parallel-caught", "Both"],
  ["parallel-retried", "Both"],
] as const)("toCatch of %s", (name, state) => {
  test("passes on the error that the state has caught as a whole", async () => {
    await expect(recorded(name)).toCatch(state);
    await expect(recorded(name)).toCatch(state, "Asleep");
    await expect(recorded(name)).not.toCatch(state, "Awake");
  });
});

test.each<[string, (execution: Execution) => Promise<void>]>([
  ["toHaveVisited", (execution) => expect(execution).toHaveVisited("Eahc")],
  ["not.toHaveVisited", (execution) => expect(execution).not.toHaveVisited("Eahc")],
  ["toHaveVisitedExactly", (execution) => expect(execution).not.toHaveVisitedExactly("Eahc")],
  ["toHaveRetried", (execution) => expect(execution).toHaveRetried("Eahc", 0)],
  ["toCatch", (execution) => expect(execution).not.toCatch("Eahc")],
])("%s of a state that the state machine does not have is an error", async (_, assertion) => {
  await expect(assertion(recorded("map-caught"))).rejects.toThrow(
    'the state machine of execution id has no state "Eahc": did you mean "Each"?',
  );
});

describe.each([
  ["fake timers", () => vi.useFakeTimers()],
  ["a date in the past", () => vi.setSystemTime("2020-01-01")],
  ["a date in the future", () => vi.setSystemTime("2038-01-01")],
])("under %s", (_, fake) => {
  beforeEach(() => {
    fake();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("matchers wait as long as before", async () => {
    await using ses = await capturedMails();
    const inbox = new Inbox(testScope(ses.endpoint), "inbox.example");
    inbox.address();
    await expect(executionOf(undefined, record("succeeded"))).toSucceed();
    await expect(inbox).not.toReceive({}, { within: 60 });
    await expect(expect(inbox).toReceive({}, { within: 60 })).rejects.toThrow("waited 60 ms for a mail");
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
    await expect(expect(recorded("map")).toSucceed(1n)).rejects.toThrow("to have succeeded with 1n");
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
      /^waited 30 ms for a mail with subject "another", but there was: 1 to the same addresses:\n.*"Brush Rex"/,
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
    await expect(expect(inbox).not.toReceiveExactly(1)).rejects.toThrow("give the number");
  });
});

test("toHaveLogged passes and fails with what was there", async () => {
  const line = { time: new Date(0), group: "/api", stream: "a", message: "GET /reminder-7 200" };
  const lines = new LogLines(testScope(), "the API's log", { read: async () => [line] });
  await expect(lines).toHaveLogged(/GET/);
  await expect(lines).not.toHaveLogged("POST", { within: 30 });
  await expect(expect(lines).toHaveLogged("POST", { within: 30 })).rejects.toThrow(
    'waited 30 ms for a line with "POST" in the API\'s log',
  );
});

describe("the matchers of observers", () => {
  const scope = testScope();
  const clients = createClients(scope.endpoint);
  const state = { scope, clients, resources: new StackResources(clients) };

  test("toReceive takes a queue, and its filter is that of a queue", async () => {
    await using server = await serve((_, url) => {
      if (url === "/_harness/info") return { status: 200, body: { features: ["messages"], time: 0 } };
      const event = { time: 0, source: "shop", detailType: "Sold", detail: '{"pet":"Rex"}', resources: [] };
      return { status: 200, body: { messages: [event] } };
    });
    const bus = new Bus({ ...state, control: await Control.connect(server.endpoint) }, "default");
    await expect(bus).toReceive({ detail: { pet: "Rex" } });
    await expect(bus).toReceiveExactly(1, { source: "shop" }, { settle: 0 });
    await expect(bus).not.toReceive({ source: "bank" }, { within: 30 });
    await expect(expect(bus).not.toReceive({ source: "shop" }, { within: 30 })).rejects.toThrow(
      'expected no event in event bus default with source "shop" within 30 ms, but there were 1:',
    );
    // @ts-expect-error an event has no subject
    await expect(expect(bus).toReceive({ subject: "Rex" })).rejects.toThrow('has no field "subject"');
  });

  test("toHaveObject and toHaveItem pass and fail with what was there", async () => {
    const bucket = new (class extends Bucket {
      protected override look = async () => [{ key: "rex", size: 3, time: new Date(0) }];
    })(state, "Cards");
    const table = new (class extends Table {
      protected override look = async () => [{ name: "Rex" }];
    })(state, "Pets");
    await expect(bucket).toHaveObject({ key: /r/ });
    await expect(table).toHaveItem({ name: "Rex" });
    await expect(bucket).not.toHaveObject({ key: "tom" }, { settle: 0 });
    await expect(expect(bucket).toHaveObject({ key: "tom" }, { within: 30 })).rejects.toThrow(
      'waited 30 ms for an object in bucket Cards with key "tom"',
    );
    await expect(expect(table).not.toHaveItem({ name: "Rex" }, { within: 30 })).rejects.toThrow(
      'waited 30 ms for no item in table Pets with name "Rex"',
    );
    // @ts-expect-error a table has items
    await expect(expect(table).toHaveObject({})).rejects.toMatchObject({ code: "WRONG_RECEIVER" });
  });

  test.each([new Bucket(state, "Cards"), new Table(state, "Pets")])(
    "%o belongs to its test, which fails where a matcher is not awaited",
    (observer) => {
      expect(activityOf(observer)).toBe(scope.activity);
    },
  );
});

test("a matcher for another class says so", async () => {
  const received = Promise.resolve(recorded("succeeded"));
  // @ts-expect-error a promise is not an execution
  await expect(expect(received).toSucceed()).rejects.toThrow(
    "toSucceed is for an object of class Execution, but expect() received a promise (await it first)",
  );
  // @ts-expect-error an execution receives no mail
  await expect(expect(recorded("succeeded")).toReceive()).rejects.toThrow(
    "toReceive is for an object of class Inbox, Queue, Topic or Bus, but expect() received Execution",
  );
});

test("any other error is passed on, with and without not", async () => {
  const broken = new Error("access denied");
  const execution = new Execution("id", testScope(), { read: () => Promise.reject(broken) });
  await expect(expect(execution).toSucceed()).rejects.toBe(broken);
  await expect(expect(execution).not.toSucceed()).rejects.toBe(broken);
});

describe("options that a matcher does not have", () => {
  const scope = testScope();
  const clients = createClients(scope.endpoint);
  const bucket = new Bucket({ scope, clients, resources: new StackResources(clients) }, "Cards");
  const lines = new LogLines(testScope(), "the log", { read: async () => [] });
  const misspelt = { witin: 5 } as object;
  test.each<[string, () => Promise<void>]>([
    ["toReceive", () => expect(new Inbox(testScope(), "x.example")).toReceive({}, misspelt)],
    ["not.toReceive", () => expect(new Inbox(testScope(), "x.example")).not.toReceive({}, misspelt)],
    ["toReceiveExactly", () => expect(new Inbox(testScope(), "x.example")).toReceiveExactly(1, {}, misspelt)],
    ["toHaveObject", () => expect(bucket).toHaveObject({}, misspelt)],
    ["not.toHaveObject", () => expect(bucket).not.toHaveObject({}, misspelt)],
    ["toHaveLogged", () => expect(lines).toHaveLogged("x", misspelt)],
    ["not.toHaveLogged", () => expect(lines).not.toHaveLogged("x", misspelt)],
    ["toHaveRetried", () => expect(executionOf()).toHaveRetried("Notify", 1, misspelt)],
    ["toCatch", () => expect(executionOf()).toCatch("Notify", "E", misspelt)],
    ["toSucceed", () => expect(executionOf()).toSucceed({}, misspelt)],
    ["not.toSucceed", () => expect(executionOf()).not.toSucceed({}, misspelt)],
    ["toFailWith", () => expect(executionOf()).toFailWith("E", "C", misspelt)],
    ["toEndAs", () => expect(executionOf()).toEndAs("SUCCEEDED", misspelt)],
  ])("%s names the right one", async (_, assertion) => {
    await expect(assertion()).rejects.toThrow('has no field "witin": did you mean "within"?');
  });
});
