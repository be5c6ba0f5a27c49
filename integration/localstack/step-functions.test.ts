/** Promise: state machines read strings, timestamps and error names as on AWS, where LocalStack alone does not. */
import { InvalidDefinition } from "@aws-sdk/client-sfn";
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayQueue } from "./throwaway-queue.ts";
import { ThrowawayStateMachine } from "./throwaway-state-machine.ts";

const oneState = (state: object) => ({ StartAt: "S", States: { S: { End: true, ...state } } });
const END = { Type: "Pass", End: true };

test("intrinsic functions keep characters that are escaped", async ({ endpoint }) => {
  await using machine = await ThrowawayStateMachine.create(
    endpoint,
    oneState({
      Type: "Pass",
      Parameters: {
        "apostrophe.$": "States.Format('It\\'s {}', $.n)",
        "backslash.$": "States.Format('a\\\\b {}', $.n)",
        "braces.$": "States.Format('p\\{color:red\\} {}', $.n)",
        "json.$": 'States.StringToJson(States.Format(\'\\{"pet":"{}"\\}\', $.n))',
        "split.$": "States.StringSplit('a\\'b', '\\'')",
      },
    }),
  );
  expect((await machine.run({ n: "Rex" })).output).toEqual({
    apostrophe: "It's Rex",
    backslash: "a\\b Rex",
    braces: "p{color:red} Rex",
    json: { pet: "Rex" },
    split: ["a", "b"],
  });
});

test("a definition with an unknown escape is refused", async ({ endpoint }) => {
  const definition = oneState({ Type: "Pass", Parameters: { "a.$": "States.Format('\\\"{}\\\"', 1)" } });
  await expect(ThrowawayStateMachine.create(endpoint, definition)).rejects.toThrow(InvalidDefinition);
});

test("a definition whose states do not lead to an end is refused", async ({ endpoint }) => {
  const broken = {
    "Missing 'Next' target: X at /States/S/Next": { S: { Type: "Pass", Next: "X" }, End: END },
    'State "B" is not reachable. at /States/B': { S: END, B: END },
    "Workflow has no terminal state": { S: { Type: "Pass", Next: "S" } },
    "at /States/S": { S: { Type: "Pass" }, End: END },
  };
  await using machine = await ThrowawayStateMachine.create(endpoint, oneState({ Type: "Pass", Result: 1 }));
  for (const [message, States] of Object.entries(broken)) {
    const refusal = { name: "InvalidDefinition", message: expect.stringContaining(message) };
    const definition = { StartAt: "S", States };
    await expect(ThrowawayStateMachine.create(endpoint, definition)).rejects.toMatchObject(refusal);
    await expect(machine.update(definition)).rejects.toMatchObject(refusal);
  }
  await machine.update(oneState({ Type: "Pass", Result: 2 }));
  expect((await machine.run()).output).toBe(2);
});

test("a distributed Map gives its Express executions the items in batches", async ({ endpoint }) => {
  const ItemProcessor = {
    ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "EXPRESS" },
    StartAt: "P",
    States: { P: END },
  };
  await using machine = await ThrowawayStateMachine.create(
    endpoint,
    oneState({
      Type: "Map",
      ItemsPath: "$.pets",
      ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { "day.$": "$.day" } },
      ItemProcessor,
    }),
  );
  const BatchInput = { day: "Monday" };
  expect((await machine.run({ day: "Monday", pets: ["Rex", "Tom", "Ada"] })).output).toEqual([
    { BatchInput, Items: ["Rex", "Tom"] },
    { BatchInput, Items: ["Ada"] },
  ]);
});

describe("a Wait state", () => {
  const inTwoSeconds = (offsetHours: number): string => {
    const local = new Date(Date.now() + 2_000 + offsetHours * 3_600_000).toISOString().slice(0, 23);
    const sign = offsetHours < 0 ? "-" : "+";
    return `${local}${sign}${String(Math.abs(offsetHours)).padStart(2, "0")}:00`;
  };

  test.for([2, -11, 14])("waits until a time at offset %i", async (offset, { endpoint }) => {
    const at = inTwoSeconds(offset);
    await using byPath = await ThrowawayStateMachine.create(
      endpoint,
      oneState({ Type: "Wait", TimestampPath: "$.at" }),
    );
    await using literal = await ThrowawayStateMachine.create(
      endpoint,
      oneState({ Type: "Wait", Timestamp: at }),
    );
    const ended = await Promise.all([byPath.run({ at }), literal.run()]);
    expect(ended.map(({ status }) => status)).toEqual(["SUCCEEDED", "SUCCEEDED"]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(at));
  });

  test("fails without a zone", async ({ endpoint }) => {
    await using machine = await ThrowawayStateMachine.create(
      endpoint,
      oneState({ Type: "Wait", TimestampPath: "$.at" }),
    );
    expect(await machine.run({ at: "2016-03-14T01:59:00" })).toMatchObject({
      status: "FAILED",
      error: "States.Runtime",
    });
  });
});

test("a Choice compares times with offsets and fractions", async ({ endpoint }) => {
  await using machine = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "C",
    States: {
      C: {
        Type: "Choice",
        Choices: [{ Variable: "$.a", TimestampGreaterThanPath: "$.b", Next: "Later" }],
        Default: "NotLater",
      },
      Later: { ...END, Result: "later" },
      NotLater: { ...END, Result: "not later" },
    },
  });
  const compare = async (a: string, b: string) => (await machine.run({ a, b })).output;
  expect(await compare("2016-03-14T04:00:00.5+02:00", "2016-03-14T02:00:00Z")).toBe("later");
  expect(await compare("2016-03-14T03:59:59+02:00", "2016-03-14T02:00:00Z")).toBe("not later");
});

test("results of integrations carry the response's status and headers, as those of the AWS SDK do not", async ({
  endpoint,
}) => {
  await using queue = await ThrowawayQueue.create(endpoint);
  const send = (resource: string, next: object) => ({
    Type: "Task",
    Resource: `arn:aws:states:::${resource}`,
    Parameters: { QueueUrl: queue.url, MessageBody: "Rex" },
    ...next,
  });
  await using machine = await ThrowawayStateMachine.create(endpoint, {
    StartAt: "Send",
    States: {
      Send: send("sqs:sendMessage", { ResultPath: "$.sent", Next: "Sent" }),
      Sent: {
        Type: "Choice",
        Choices: [{ Variable: "$.sent.SdkHttpMetadata.HttpStatusCode", NumericEquals: 200, Next: "Again" }],
      },
      Again: send("aws-sdk:sqs:sendMessage", { ResultPath: "$.again", End: true }),
    },
  });
  const { output } = await machine.run({});
  const RequestId = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(output).toMatchObject({
    sent: {
      MD5OfMessageBody: expect.any(String),
      SdkHttpMetadata: { AllHttpHeaders: { "Content-Type": [expect.stringContaining("json")] } },
      SdkResponseMetadata: { RequestId },
    },
  });
  expect(Object.keys((output as { again: object }).again)).not.toContain("SdkHttpMetadata");
});

describe("errors under their documented names", () => {
  test("a missed heartbeat is caught by its own name before States.Timeout", async ({ endpoint }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using machine = await ThrowawayStateMachine.create(endpoint, {
      StartAt: "T",
      States: {
        T: {
          Type: "Task",
          Resource: "arn:aws:states:::sqs:sendMessage.waitForTaskToken",
          HeartbeatSeconds: 1,
          TimeoutSeconds: 60,
          Parameters: { QueueUrl: queue.url, MessageBody: { "token.$": "$$.Task.Token" } },
          Retry: [{ ErrorEquals: ["States.HeartbeatTimeout"], MaxAttempts: 1, IntervalSeconds: 1 }],
          Catch: [
            { ErrorEquals: ["States.HeartbeatTimeout"], Next: "Heartbeat" },
            { ErrorEquals: ["States.Timeout"], Next: "Timeout" },
          ],
          End: true,
        },
        Heartbeat: { ...END, Result: "heartbeat" },
        Timeout: { ...END, Result: "timeout" },
      },
    });
    expect(await machine.run()).toMatchObject({ status: "SUCCEEDED", output: "heartbeat" });
  });

  const failing: Record<string, [inner: object, name: string]> = {
    "a result that has no place in the input": [
      oneState({ Type: "Pass", Result: "Rex", ResultPath: "$.pet.name" }),
      "States.ResultPathMatchFailure",
    ],
    "a number that JSONata returns as a string": [
      oneState({ QueryLanguage: "JSONata", Type: "Wait", Seconds: "{% '5' %}" }),
      "States.QueryEvaluationError",
    ],
    "an SDK integration named as in AWS's SDK": [
      oneState({
        Type: "Task",
        Resource: "arn:aws:states:::aws-sdk:cloudwatchlogs:describeLogStreams",
        Parameters: { LogGroupName: `nowhere-${crypto.randomUUID()}` },
      }),
      "CloudWatchLogs.ResourceNotFoundException",
    ],
    "a choice without a match": [
      {
        StartAt: "C",
        States: {
          C: { Type: "Choice", Choices: [{ Variable: "$.a", IsPresent: true, Next: "E" }] },
          E: END,
        },
      },
      "States.NoChoiceMatched",
    ],
    "an intrinsic function that fails": [
      oneState({ Type: "Pass", Parameters: { "a.$": "States.StringToJson('nonsense')" } }),
      "States.IntrinsicFailure",
    ],
    "a function that is not there": [
      oneState({ Type: "Task", Resource: "arn:aws:lambda:us-east-1:000000000000:function:nowhere" }),
      "Lambda.ResourceNotFoundException",
    ],
    "a task that takes too long": [
      oneState({
        Type: "Task",
        TimeoutSeconds: 1,
        Resource: "arn:aws:states:::aws-sdk:sfn:listStateMachines.waitForTaskToken",
        Parameters: {},
      }),
      "States.Timeout",
    ],
  };
  test.for(Object.entries(failing))("%s, in a branch", async ([, [inner, name]], { endpoint }) => {
    await using machine = await ThrowawayStateMachine.create(endpoint, {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [inner],
          Catch: [{ ErrorEquals: [name], Next: "Caught" }],
          End: true,
        },
        Caught: END,
      },
    });
    const ended = await machine.run({ pet: "Tom" });
    expect(ended).toMatchObject({ status: "SUCCEEDED", output: { Error: name } });
  });

  test("too much data ends an execution, whatever States.ALL would catch", async ({ endpoint }) => {
    const long = "x".repeat(100_000);
    await using machine = await ThrowawayStateMachine.create(endpoint, {
      StartAt: "P",
      States: {
        P: {
          Type: "Parallel",
          Branches: [oneState({ Type: "Pass", Parameters: { "a.$": "States.Array($, $, $)" } })],
          Catch: [{ ErrorEquals: ["States.ALL"], Next: "Caught" }],
          End: true,
        },
        Caught: END,
      },
    });
    expect(await machine.run([long])).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

test.for([
  [25, { status: "SUCCEEDED" }],
  [24, { status: "FAILED", error: "States.ExceedToleratedFailureThreshold" }],
] as const)(
  "a distributed Map with one failure in four tolerates %i %%",
  async ([percent, ended], { endpoint }) => {
    await using machine = await ThrowawayStateMachine.create(
      endpoint,
      oneState({
        Type: "Map",
        ToleratedFailurePercentage: percent,
        ItemProcessor: {
          ProcessorConfig: { Mode: "DISTRIBUTED", ExecutionType: "STANDARD" },
          StartAt: "C",
          States: {
            C: {
              Type: "Choice",
              Choices: [{ Variable: "$", NumericEquals: 3, Next: "No" }],
              Default: "Yes",
            },
            Yes: { Type: "Succeed" },
            No: { Type: "Fail" },
          },
        },
      }),
    );
    expect(await machine.run([1, 2, 3, 4])).toMatchObject(ended);
  },
);
