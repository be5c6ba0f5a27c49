import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type ExecutionStatus,
  SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { workflowInput } from "../../functions/reminder.fixture.ts";
import type { Claim, ClaimState, FailureRecord } from "../../functions/storage.ts";
import { Claims } from "./claims.ts";
import { Failures } from "./failures.ts";
import { replay } from "./replay.ts";

const sfn = mockClient(SFNClient);
const s3 = mockClient(S3Client);

const id = "0f8fad5b-d9cb-469f-a165-70867728950e";
const stateMachineArn = "arn:aws:states:us-east-1:000000000000:stateMachine:Workflow";
const arnOf = (name: string) => `arn:aws:states:us-east-1:000000000000:execution:Workflow:${name}`;
const record: FailureRecord = {
  input: { ...workflowInput({ id }) },
  error: "Throttling",
  cause: "too fast",
  failedAt: "2026-02-03T04:05:06.000Z",
};

/** A Step Functions of which each test says how attempts end; names are used once, as by the real one. */
class World {
  readonly executions = new Map<string, { status: ExecutionStatus; input: string; looks: number }>();
  readonly ends: ExecutionStatus[];

  constructor(...ends: ExecutionStatus[]) {
    this.ends = ends;
    sfn.on(StartExecutionCommand).callsFake(({ name, input }) => {
      const there = this.executions.get(name);
      if (there && (there.status !== "RUNNING" || there.input !== input))
        throw new ExecutionAlreadyExists({ message: name, $metadata: {} });
      if (!there) this.executions.set(name, { status: "RUNNING", input, looks: 0 });
      return { executionArn: arnOf(name) };
    });
    sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
      const there = this.executions.get(executionArn.split(":").at(-1));
      if (!there) throw new ExecutionDoesNotExist({ message: executionArn, $metadata: {} });
      if (there.status === "RUNNING" && ++there.looks === 3) there.status = this.ends.shift() ?? "SUCCEEDED";
      return { status: there.status, error: "Throttling", cause: "still too fast" };
    });
  }
}

function stored(body: unknown): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  s3.on(GetObjectCommand, { Bucket: "storage", Key: `failures/${id}.json` }).callsFake(() => ({
    Body: { transformToString: async () => text },
  }));
}

const CLAIM = { Bucket: "storage", Key: `claims/${id}.json` };
function claimed(state: ClaimState, attempt = 0): void {
  const claim: Claim = { state, attempt, at: "2026-02-03T04:05:06.000Z", by: "a-call" };
  s3.on(GetObjectCommand, CLAIM).callsFake(() => ({
    ETag: '"1"',
    Body: { transformToString: async () => JSON.stringify(claim) },
  }));
}

const run = (waits: string[] = [], { resend = false } = {}) =>
  replay(id, {
    sfn: new SFNClient({}),
    stateMachineArn,
    failures: new Failures(new S3Client({}), "storage"),
    claims: new Claims(new S3Client({}), "storage"),
    resend,
    signal: new AbortController().signal,
    onWait: (execution) => waits.push(execution),
    pause: 1,
  });
const released = () => s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
const deleted = () => s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input.Key);

beforeEach(() => {
  sfn.reset();
  s3.reset();
  s3.on(DeleteObjectCommand).resolves({});
  s3.on(PutObjectCommand).resolves({});
  stored(record);
  claimed("failed");
});

describe("a failed reminder", () => {
  test("is started again under its next name, due at once, and its record deleted once it was sent", async () => {
    const world = new World("SUCCEEDED");
    const waits: string[] = [];
    expect(await run(waits)).toEqual({ status: "sent", execution: `${id}-redrive-1` });
    expect(waits).toEqual([`${id}-redrive-1`]);
    const { input } = world.executions.get(`${id}-redrive-1`) ?? {};
    expect(JSON.parse(input ?? "")).toEqual({ ...record.input, waitSeconds: 0, attempt: 1 });
    expect(deleted()).toEqual([`failures/${id}.json`]);
  });

  test("that fails again keeps its record and says why", async () => {
    new World("FAILED");
    expect(await run()).toEqual({
      status: "failed",
      execution: `${id}-redrive-1`,
      error: "Throttling",
      cause: "still too fast",
    });
    expect(deleted()).toEqual([]);
  });

  test("that records its new failure is reported with that record", async () => {
    new World("FAILED");
    const failedAgain = {
      ...record,
      input: { ...record.input, attempt: 1 },
      error: "MailRefused",
      cause: "no",
    };
    s3.on(GetObjectCommand, { Key: `failures/${id}.json` }).callsFake(() => ({
      Body: { transformToString: async () => JSON.stringify(sfn.calls().length > 1 ? failedAgain : record) },
    }));
    expect(await run()).toMatchObject({ status: "failed", error: "MailRefused", cause: "no" });
  });

  test("continues after attempts that left no newer record", async () => {
    const world = new World("FAILED", "TIMED_OUT", "SUCCEEDED");
    await run();
    await run();
    expect(await run()).toEqual({ status: "sent", execution: `${id}-redrive-3` });
    expect([...world.executions.keys()]).toEqual([1, 2, 3].map((n) => `${id}-redrive-${n}`));
  });

  test("counts on from the attempt on record", async () => {
    stored({ ...record, input: { ...record.input, attempt: 4 } });
    new World();
    expect(await run()).toMatchObject({ execution: `${id}-redrive-5` });
  });

  test("is made once by however many at once", async () => {
    const world = new World("SUCCEEDED");
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => run()));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(8).fill("sent"));
    expect([...world.executions.keys()]).toEqual([`${id}-redrive-1`]);
  });

  test("that was sent before its record could be deleted is not sent again", async () => {
    const world = new World("SUCCEEDED");
    await run();
    const { length } = sfn.commandCalls(StartExecutionCommand);
    expect(await run()).toEqual({ status: "sent", execution: `${id}-redrive-1` });
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(length);
    expect(world.executions.size).toBe(1);
  });

  test("that was started and sent by another between look and start is not sent again", async () => {
    const world = new World("SUCCEEDED");
    sfn.on(StartExecutionCommand).callsFakeOnce(({ name, input }) => {
      world.executions.set(name, { status: "SUCCEEDED", input, looks: 0 });
      throw new ExecutionAlreadyExists({ message: name, $metadata: {} });
    });
    expect(await run()).toEqual({ status: "sent", execution: `${id}-redrive-1` });
    expect(world.executions.size).toBe(1);
  });

  test("that was cancelled in a redrive is not replayed", async () => {
    const world = new World("ABORTED");
    await run();
    expect(await run()).toEqual({ status: "cancelled", execution: `${id}-redrive-1` });
    expect(world.executions.size).toBe(1);
    expect(deleted()).toContain(`failures/${id}.json`);
  });

  test("whose record is gone was settled by another", async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey({ message: "gone", $metadata: {} }));
    expect(await run()).toEqual({ status: "gone" });
    expect(sfn.calls()).toEqual([]);
  });
});

describe("a reminder that may have been sent", () => {
  const uncertain = { ...record, error: "States.Timeout" };

  test.each([
    ["sending", record, "reminder"],
    ["sent", uncertain, "completion mail"],
  ] as const)("is not sent again: the claim is %s", async (state, failed, mail) => {
    claimed(state);
    stored(failed);
    new World();
    expect(await run()).toEqual({ status: "uncertain", mail });
    expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
    expect([...deleted(), ...released()]).toEqual([]);
  });

  test.each([
    ["sending", record, [{ ...CLAIM, IfMatch: '"1"', Body: expect.stringContaining('"refused"') }]],
    ["sent", uncertain, []],
  ] as const)("is sent again where an operator says so: the claim was %s", async (state, failed, writes) => {
    claimed(state);
    stored(failed);
    const world = new World("SUCCEEDED");
    expect(await run([], { resend: true })).toEqual({ status: "sent", execution: `${id}-redrive-1` });
    expect(released()).toMatchObject(writes);
    expect(world.executions.size).toBe(1);
  });

  test("is left to the redrive that is sending it at this moment", async () => {
    const world = new World("SUCCEEDED");
    const input = JSON.stringify({ ...record.input, waitSeconds: 0, attempt: 1 });
    s3.on(GetObjectCommand, CLAIM).callsFake(() => {
      world.executions.set(`${id}-redrive-1`, { status: "RUNNING", input, looks: 0 });
      return {
        ETag: '"2"',
        Body: { transformToString: async () => '{"state":"sending","attempt":1,"at":"","by":""}' },
      };
    });
    expect(await run([], { resend: true })).toEqual({ status: "sent", execution: `${id}-redrive-1` });
    expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
    expect(released()).toEqual([]);
  });

  test("was sent for sure, where only its completion mail was refused: that one is sent", async () => {
    claimed("sent");
    new World("SUCCEEDED");
    expect(await run()).toMatchObject({ status: "sent" });
  });
});

test("a reminder that was cancelled while it failed is not replayed, and its record deleted", async () => {
  claimed("cancelled");
  new World();
  expect(await run()).toEqual({ status: "cancelled" });
  expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
  expect(deleted()).toEqual([`failures/${id}.json`]);
});

test("a claim that cannot be read stops the replay", async () => {
  s3.on(GetObjectCommand, CLAIM).callsFake(() => ({ Body: { transformToString: async () => "{}" } }));
  new World();
  await expect(run()).rejects.toThrow(/claims\/.* is not a claim/);
  expect(sfn.commandCalls(StartExecutionCommand)).toEqual([]);
});

describe("a record that does not say what is to be replayed starts nothing", () => {
  test.each([
    ["not JSON", "{", /failures\/.* is not JSON/],
    ["of another reminder", { ...record, input: { ...record.input, id: "another" } }, /record of another/],
    ["without an attempt", { ...record, input: { ...record.input, attempt: undefined } }, /input\.attempt/],
    ["without an address", { ...record, input: { ...record.input, email: undefined } }, /input\.email/],
  ])("%s", async (_, body, message) => {
    stored(body);
    new World();
    await expect(run()).rejects.toThrow(message);
    expect(sfn.calls()).toEqual([]);
  });
});

test("the wait ends with the signal, and the record stays", async () => {
  new World();
  const controller = new AbortController();
  const replaying = replay(id, {
    sfn: new SFNClient({}),
    stateMachineArn,
    failures: new Failures(new S3Client({}), "storage"),
    claims: new Claims(new S3Client({}), "storage"),
    signal: controller.signal,
    onWait: () => controller.abort(),
    pause: 60_000,
  });
  await expect(replaying).rejects.toThrow(/abort/i);
  expect(deleted()).toEqual([]);
});
