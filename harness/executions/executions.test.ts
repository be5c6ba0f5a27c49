import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { recordedExecution } from "../testing/recordings.ts";
import { testClients, testScope } from "../testing/scope.ts";
import { Executions } from "./executions.ts";

const sfn = new SFNClient({});
const aws = mockClient(sfn);
const ARN = "arn:aws:states:us-east-1:000000000000";
const MACHINES = ["other", "caught"].map((name) => `${ARN}:stateMachine:${name}`);
const ID = "caught-1";
const unknown = new ExecutionDoesNotExist({ message: "unknown", $metadata: {} });
const { execution, events } = recordedExecution("retried-and-caught");

const executions = (scope = testScope(), stateMachineArns = MACHINES) =>
  new Executions(scope, testClients({ sfn }), stateMachineArns);

beforeEach(() => {
  aws.reset();
  aws.on(DescribeExecutionCommand).rejects(unknown);
  aws.on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:caught:${ID}` }).resolves(execution);
  aws.on(GetExecutionHistoryCommand).resolves({ events });
  const States = { Notify: { Type: "Task" }, Record: { Type: "Pass" }, Failed: { Type: "Fail" } };
  const definition = JSON.stringify({ StartAt: "Notify", States });
  aws.on(DescribeStateMachineForExecutionCommand).resolves({ definition });
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

  test("whose name two state machines have is not guessed", async () => {
    aws.on(DescribeExecutionCommand).resolves(execution);
    await expect(executions().get(ID).describe()).rejects.toMatchObject({
      code: "WHICH_STATE_MACHINE",
    });
  });

  test("that was never started does not exist", async () => {
    expect(await executions().get("other-1").exists()).toBe(false);
    await expect(executions().get("other-1").describe()).rejects.toMatchObject({ code: "NO_EXECUTION" });
  });

  test("by another ARN is refused", () => {
    expect(() => executions().get(`${ARN}:stateMachine:caught`)).toThrow(
      expect.objectContaining({ code: "INVALID_ARN" }),
    );
  });

  test("is kept for the failure report, by its name", () => {
    const scope = testScope();
    executions(scope).get(`${ARN}:execution:caught:${ID}`);
    expect([...scope.activity.ids]).toEqual([ID]);
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
  test("continues until the execution has started and ended", async () => {
    const running = { ...execution, status: "RUNNING" } as const;
    aws
      .on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:caught:${ID}` })
      .rejectsOnce(unknown)
      .resolvesOnce(running)
      .resolves(execution);
    expect((await executions().get(ID).waitForEnd()).status).toBe("FAILED");
  });

  test("for a state ends at once where the execution ended without it", async () => {
    const wait = executions(testScope("http://x", 60_000)).get(ID).waitForState("Record");
    await expect(wait).rejects.toMatchObject({ code: "EXECUTION_ENDED" });
    await expect(wait).rejects.toThrow(
      `waited for execution ${ID} to enter Record, but it ended: status FAILED with ReminderFailed: no mail, states:`,
    );
  });

  test("for a state that the state machine does not have is an error at once", async () => {
    const wait = executions(testScope("http://x", 60_000)).get(ID).waitForState("Notifi");
    await expect(wait).rejects.toMatchObject({
      code: "UNKNOWN_STATE",
      message: `the state machine of execution ${ID} has no state "Notifi": did you mean "Notify"?`,
    });
  });

  test("says that there is no such execution", async () => {
    const wait = executions().get("other-1").waitForEnd({ within: 40 });
    await expect(wait).rejects.toThrow(
      "waited 40 ms for the end of execution other-1, but there was: no such execution",
    );
  });

  test("is shown in the report when it failed", async () => {
    const scope = testScope();
    await executions(scope).get(ID).waitForEnd();
    expect([...scope.activity.awaiting]).toEqual([]);
    await expect(executions(scope).get("other-1").waitForEnd({ within: 40 })).rejects.toThrow();
    expect([...scope.activity.awaiting]).toEqual(["the end of execution other-1"]);
  });
});

describe("starting and stopping", () => {
  test("starts an execution of the only state machine", async () => {
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

  test("does not choose one of several state machines", async () => {
    await expect(executions().start({})).rejects.toThrow(
      `there are 2 state machines (${MACHINES.join(", ")}): choose one with { stateMachineArn }`,
    );
  });

  test("redrives an execution", async () => {
    const some = executions();
    await some.redrive(some.get(ID));
    expect(aws.commandCalls(RedriveExecutionCommand)[0]?.args[0].input.executionArn).toBe(
      `${ARN}:execution:caught:${ID}`,
    );
  });

  test("stops an execution", async () => {
    const some = executions();
    await some.stop(some.get(ID));
    expect(aws.commandCalls(StopExecutionCommand)[0]?.args[0].input.executionArn).toBe(
      `${ARN}:execution:caught:${ID}`,
    );
  });
});

test("an execution is found by its name also on another state machine that the test used", async () => {
  const other = `${ARN}:stateMachine:throwaway`;
  aws.on(StartExecutionCommand).resolves({ executionArn: `${ARN}:execution:throwaway:t-1` });
  aws
    .on(DescribeExecutionCommand, { executionArn: `${ARN}:execution:throwaway:t-1` })
    .resolves({ ...execution, name: "t-1" });
  const some = executions();
  expect(await some.get("t-1").exists()).toBe(false);
  await some.start({}, { stateMachineArn: other });
  expect(await some.get("t-1").exists()).toBe(true);
});

test("startedWith returns the executions since this test began whose input has the text", async () => {
  const scope = testScope();
  const after = (milliseconds: number) => new Date(scope.activity.since.getTime() + milliseconds);
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
