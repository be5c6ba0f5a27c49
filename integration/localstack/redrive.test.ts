/** Promise: a redriven execution continues in the state in which it ended, as on AWS. */
import {
  DescribeExecutionCommand,
  ExecutionNotRedrivable,
  GetExecutionHistoryCommand,
  InvalidArn,
  RedriveExecutionCommand,
  SFNClient,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { clientConfig } from "localstack-harness";
import { describe } from "vitest";
import { test as base, expect } from "../app.ts";
import { ThrowawayQueue } from "./throwaway-queue.ts";
import { ThrowawayStateMachine } from "./throwaway-state-machine.ts";

const test = base.extend<{ sfn: SFNClient }>({
  sfn: async ({ endpoint }, use) => {
    const client = new SFNClient(clientConfig(endpoint));
    await use(client);
    client.destroy();
  },
});

const types = async (sfn: SFNClient, executionArn: string) =>
  (await sfn.send(new GetExecutionHistoryCommand({ executionArn }))).events?.map(({ type }) => type) ?? [];

const WAITING = { StartAt: "W", States: { W: { Type: "Wait", Seconds: 3_600, End: true } } };

test("continues in the failed task, once its cause is gone, with its input and the variables", async ({
  endpoint,
  sfn,
  executions,
}) => {
  const name = `throwaway-${crypto.randomUUID()}`;
  await using machine = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "Prepare",
    States: {
      Prepare: {
        Type: "Pass",
        Assign: { "pet.$": "$$.Execution.Input.pet" },
        Parameters: { food: "hay" },
        Next: "Send",
      },
      Send: {
        Type: "Task",
        Resource: "arn:aws:states:::sqs:sendMessage",
        Parameters: {
          QueueUrl: `${endpoint}/000000000000/${name}`,
          MessageBody: { "pet.$": "$pet", "food.$": "$.food", "times.$": "$$.Execution.Input.times" },
        },
        Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1, IntervalSeconds: 1 }],
        End: true,
      },
    },
  });
  const arn = await machine.start({ pet: "Rex", times: 2 });
  expect((await machine.end(arn)).status).toBe("FAILED");
  const before = await types(sfn, arn);
  expect(await sfn.send(new DescribeExecutionCommand({ executionArn: arn }))).toMatchObject({
    redriveCount: 0,
    redriveStatus: "REDRIVABLE",
  });

  await using queue = await ThrowawayQueue.create(endpoint, name);
  const execution = executions.get(arn);
  await executions.redrive(execution);
  expect((await machine.end(arn)).status).toBe("SUCCEEDED");
  expect(JSON.parse((await queue.receive()).body)).toEqual({ pet: "Rex", food: "hay", times: 2 });

  const after = await types(sfn, arn);
  expect(after.slice(0, before.length)).toEqual(before);
  expect(after.slice(before.length)).toEqual([
    "ExecutionRedriven",
    "TaskScheduled",
    "TaskStarted",
    "TaskSucceeded",
    "TaskStateExited",
    "ExecutionSucceeded",
  ]);
  const described = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  expect(described).toMatchObject({
    redriveCount: 1,
    redriveDate: expect.any(Date),
    redriveStatus: "NOT_REDRIVABLE",
    redriveStatusReason: "Execution is SUCCEEDED and cannot be redriven",
  });
  // the attempt after a redrive is no retry
  const { states } = await execution.describe();
  expect(states.map(({ name: state, retries, failures }) => [state, retries, failures.length])).toEqual([
    ["Prepare", 0, 0],
    ["Send", 1, 2],
  ]);
});

test("continues after it was stopped", async ({ endpoint, sfn, clock, executions }) => {
  await using machine = await ThrowawayStateMachine.create(endpoint, WAITING);
  const arn = await machine.start();
  const execution = executions.get(arn);
  await execution.waitForState("W");
  await executions.stop(execution);
  expect((await machine.end(arn)).status).toBe("ABORTED");
  await clock.compress(arn);
  await executions.redrive(execution);
  await expect(execution).toSucceed();
  expect(await types(sfn, arn)).toEqual([
    "ExecutionStarted",
    "WaitStateEntered",
    "ExecutionAborted",
    "ExecutionRedriven",
    "WaitStateExited",
    "ExecutionSucceeded",
  ]);
});

test("a Parallel state runs again, and its attempts are read as one visit", async ({
  endpoint,
  executions,
}) => {
  const check = {
    Type: "Choice",
    Choices: [{ Variable: "$$.Execution.RedriveCount", IsPresent: true, Next: "Right" }],
  };
  await using machine = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "Both",
    States: {
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Left", States: { Left: { Type: "Pass", Result: 1, End: true } } },
          { StartAt: "Check", States: { Check: check, Right: { Type: "Pass", Result: 2, End: true } } },
        ],
        End: true,
      },
    },
  });
  const arn = await machine.start();
  expect(await machine.end(arn)).toMatchObject({ status: "FAILED", error: "States.NoChoiceMatched" });
  await executions.redrive(executions.get(arn));
  expect(await machine.end(arn)).toMatchObject({ status: "SUCCEEDED", output: [1, 2] });
  const { states } = await executions.get(arn).describe();
  const both = states.filter(({ name }) => name === "Both");
  expect(both).toMatchObject([{ retries: 0, output: [1, 2] }]);
});

describe("is refused", () => {
  test("while it runs, and after a success", async ({ endpoint, sfn }) => {
    await using machine = await ThrowawayStateMachine.create(endpoint, WAITING);
    const executionArn = await machine.start();
    const redrive = () => sfn.send(new RedriveExecutionCommand({ executionArn }));
    await expect(redrive()).rejects.toThrow(ExecutionNotRedrivable);
    await sfn.send(new StopExecutionCommand({ executionArn }));
  });

  test("for an Express state machine", async ({ endpoint, sfn }) => {
    await using machine = await ThrowawayStateMachine.create(
      endpoint,
      { StartAt: "F", States: { F: { Type: "Fail" } } },
      "EXPRESS",
    );
    const executionArn = await machine.start();
    await expect(sfn.send(new RedriveExecutionCommand({ executionArn }))).rejects.toThrow(InvalidArn);
  });
});

test("is recorded as a call with its execution, for the permissions check", async ({ endpoint, calls }) => {
  await using failing = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "F",
    States: { F: { Type: "Fail", Error: "Own" } },
  });
  const arn = await failing.start();
  await failing.end(arn);
  await using redriving = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "R",
    States: {
      R: {
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:sfn:redriveExecution",
        Parameters: { "ExecutionArn.$": "$.arn" },
        End: true,
      },
    },
  });
  const ended = await redriving.run({ arn });
  expect(ended).toMatchObject({ status: "SUCCEEDED", output: { RedriveDate: expect.any(String) } });
  await failing.end(arn);
  const [call] = await calls.waitFor(
    { service: "sfn", operation: "RedriveExecution", match: arn },
    { times: 1 },
  );
  expect(call).toMatchObject({ resource: arn, status: 200 });
});
