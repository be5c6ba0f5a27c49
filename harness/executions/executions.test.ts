import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import type { Clients } from "../aws/clients.ts";
import { recordedExecution } from "../testing/recordings.ts";
import { testScope } from "../testing/scope.ts";
import { ExecutionEndedError, Executions, NoExecutionError, WhichStateMachineError } from "./executions.ts";

const sfn = new SFNClient({});
const aws = mockClient(sfn);
const ARN = "arn:aws:states:us-east-1:000000000000";
const MACHINES = ["other", "caught"].map((name) => `${ARN}:stateMachine:${name}`);
const ID = "caught-1";
const unknown = new ExecutionDoesNotExist({ message: "unknown", $metadata: {} });
const { execution, events } = recordedExecution("retried-and-caught");

const executions = (scope = testScope(), stateMachineArns = MACHINES) =>
  new Executions(scope, { sfn } as Clients, stateMachineArns);

beforeEach(() => {
  aws.reset();
  aws.on(DescribeExecutionCommand).rejects(unknown);
  aws.on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:caught:${ID}` }).resolves(execution);
  aws.on(GetExecutionHistoryCommand).resolves({ events });
});

describe("an execution", () => {
  test("is found by its name among the state machines", async () => {
    const record = await executions().get(ID).describe();
    expect(record).toMatchObject({ name: ID, status: "FAILED", retries: { Notify: 2 } });
  });

  test("is found by its ARN without any search", async () => {
    const record = await executions(testScope(), []).get(`${ARN}:execution:caught:${ID}`).describe();
    expect(record.name).toBe(ID);
    expect(aws.commandCalls(DescribeExecutionCommand)).toHaveLength(1);
  });

  test("is looked for in all Standard state machines where none were given", async () => {
    aws.on(ListStateMachinesCommand).resolves({
      nextToken: "more",
      stateMachines: [
        {
          stateMachineArn: `${ARN}:stateMachine:fast`,
          name: "fast",
          type: "EXPRESS",
          creationDate: new Date(),
        },
      ],
    });
    aws.on(ListStateMachinesCommand, { nextToken: "more" }).resolves({
      stateMachines: [
        {
          stateMachineArn: `${ARN}:stateMachine:caught`,
          name: "caught",
          type: "STANDARD",
          creationDate: new Date(),
        },
      ],
    });
    expect(await executions(testScope(), []).get(ID).exists()).toBe(true);
    const asked = aws.commandCalls(DescribeExecutionCommand).map((call) => call.args[0].input.executionArn);
    expect(asked.some((arn) => arn?.includes(":fast:"))).toBe(false);
  });

  test("whose name two of them have is not guessed", async () => {
    aws.on(DescribeExecutionCommand).resolves(execution);
    await expect(executions().get(ID).describe()).rejects.toThrow(WhichStateMachineError);
  });

  test("that was never started does not exist", async () => {
    expect(await executions().get("nobody").exists()).toBe(false);
    await expect(executions().get("nobody").describe()).rejects.toThrow(NoExecutionError);
  });

  test("is kept for the failure report, by its name", () => {
    const scope = testScope();
    executions(scope).get(`${ARN}:execution:caught:${ID}`);
    expect([...scope.used.ids]).toEqual([ID]);
  });

  test("has all pages of its history", async () => {
    aws.on(GetExecutionHistoryCommand).resolves({ events: events.slice(0, 5), nextToken: "more" });
    aws.on(GetExecutionHistoryCommand, { nextToken: "more" } as never).resolves({ events: events.slice(5) });
    expect((await executions().get(ID).describe()).states.map(({ name }) => name)).toEqual([
      "Notify",
      "Failed",
    ]);
  });
});

describe("waiting", () => {
  test("goes on until the execution was started and has ended", async () => {
    const running = { ...execution, status: "RUNNING" } as const;
    aws
      .on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:caught:${ID}` })
      .rejectsOnce(unknown)
      .resolvesOnce(running)
      .resolves(execution);
    expect((await executions().get(ID).waitForEnd()).status).toBe("FAILED");
  });

  test("for a state ends at once where the execution ended without it", async () => {
    const wait = executions(testScope("http://x", 60_000)).get(ID).waitForState("Elsewhere");
    await expect(wait).rejects.toThrow(ExecutionEndedError);
    await expect(wait).rejects.toThrow(
      `awaited execution ${ID} to enter Elsewhere, but it ended: status FAILED with ReminderFailed: no mail, states:`,
    );
  });

  test("says that there is no such execution", async () => {
    const wait = executions().get("nobody").waitForEnd({ within: 40 });
    await expect(wait).rejects.toThrow(
      "awaited the end of execution nobody, for 40 ms, but there was: no such execution",
    );
  });

  test("stays in the report when it failed", async () => {
    const scope = testScope();
    await executions(scope).get(ID).waitForEnd();
    expect([...scope.used.awaiting]).toEqual([]);
    await expect(executions(scope).get("nobody").waitForEnd({ within: 40 })).rejects.toThrow();
    expect([...scope.used.awaiting]).toEqual(["the end of execution nobody"]);
  });
});

describe("starting and stopping", () => {
  test("starts one of the only state machine", async () => {
    aws.on(StartExecutionCommand).resolves({ executionArn: `${ARN}:execution:caught:${ID}` });
    const started = await executions(testScope(), MACHINES.slice(1)).start(
      { email: "rex@inbox.example" },
      { name: ID },
    );
    expect(aws.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: MACHINES[1],
      name: ID,
      input: '{"email":"rex@inbox.example"}',
    });
    expect((await started.describe()).name).toBe(ID);
  });

  test("does not guess which of several is meant", async () => {
    await expect(executions().start({})).rejects.toThrow(
      `there are 2 state machines (${MACHINES.join(", ")}): say which with { stateMachineArn }`,
    );
  });

  test("stops one", async () => {
    const some = executions();
    await some.stop(some.get(ID));
    expect(aws.commandCalls(StopExecutionCommand)[0]?.args[0].input.executionArn).toBe(
      `${ARN}:execution:caught:${ID}`,
    );
  });
});

test("those started with a text are the ones since this test began whose input has it", async () => {
  const scope = testScope();
  const after = (milliseconds: number) => new Date(scope.used.since.getTime() + milliseconds);
  const listed = (name: string, startDate: Date) => ({
    executionArn: `${ARN}:execution:caught:${name}`,
    stateMachineArn: MACHINES[1],
    name,
    status: "FAILED" as const,
    startDate,
  });
  aws.on(ListExecutionsCommand).resolves({ executions: [] });
  aws
    .on(ListExecutionsCommand, { stateMachineArn: MACHINES[1] })
    .resolves({ executions: [listed(ID, after(20)), listed("another", after(10))], nextToken: "more" });
  aws
    .on(ListExecutionsCommand, { stateMachineArn: MACHINES[1], nextToken: "more" })
    .resolves({ executions: [listed("earlier", after(-10))], nextToken: "even more" });
  aws
    .on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:caught:another` })
    .resolves({ ...execution, input: '{"email":"tom@inbox.example"}' });
  const found = await executions(scope).startedWith("rex@inbox.example");
  expect(found.map(({ name }) => name)).toEqual([ID]);
  expect(aws.commandCalls(ListExecutionsCommand)).toHaveLength(3);
  expect(await executions(scope).startedWith()).toEqual([]);
});
