/** Promise: schedules, and EventBridge rules with a schedule, fire at their time, or when a test makes them fire. */
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { bundle } from "./bundle.ts";
import { ThrowawayQueue } from "./throwaway-queue.ts";
import { ThrowawaySchedule } from "./throwaway-schedule.ts";
import { ThrowawayStack } from "./throwaway-stack.ts";

const NEVER = "cron(0 0 29 2 ? 2096)";
const GONE = "arn:aws:sqs:us-east-1:000000000000:no-such-queue";

/** The local time in a zone, so many seconds from now, as `at(…)` has it. */
function at(zone: string, seconds: number): string {
  const time = new Date(Date.now() + seconds * 1_000);
  return `at(${time.toLocaleString("sv-SE", { timeZone: zone }).replace(" ", "T")})`;
}

describe("a schedule fires", () => {
  test("once at its time in its zone, and is then deleted", async ({ endpoint }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: at("Asia/Tokyo", 2),
      zone: "Asia/Tokyo",
      target: { Arn: queue.arn, Input: "now" },
      afterCompletion: "DELETE",
    });
    expect(await queue.receive()).toMatchObject({ body: "now" });
    await schedule.gone();
  });

  test("at once when it has a rate", async ({ endpoint }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: "rate(1 hour)",
      target: { Arn: queue.arn },
    });
    expect(JSON.parse((await queue.receive()).body)).toMatchObject({
      source: "aws.scheduler",
      "detail-type": "Scheduled Event",
      resources: [schedule.arn],
    });
  });

  test("when a test makes it fire, with its attributes", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    const Input =
      "<aws.scheduler.schedule-arn> at <aws.scheduler.scheduled-time>, <aws.scheduler.attempt-number>";
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: queue.arn, Input },
    });
    for (const name of [schedule.name, `default/${schedule.name}`, schedule.arn]) {
      await clock.fire(name);
      expect((await queue.receive()).body).toMatch(
        new RegExp(`^${schedule.arn} at \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ, 1$`),
      );
    }
    expect(await schedule.exists()).toBe(true);
  });

  test("not when it is disabled", async ({ endpoint, clock }) => {
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: GONE },
      state: "DISABLED",
    });
    await expect(clock.fire(schedule.name)).rejects.toThrow(`${schedule.arn} is disabled`);
  });

  test("not by a wrong name", async ({ endpoint, clock }) => {
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: GONE },
    });
    await expect(clock.fire(`${schedule.name}x`)).rejects.toThrow(`did you mean '${schedule.name}'?`);
  });
});

describe("a schedule calls", () => {
  test("a topic, an event bus and a state machine", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using stack = await ThrowawayStack.create(endpoint, targets(queue));
    const bus = { EventBridgeParameters: { Source: "test", DetailType: "Fired" } };
    for (const [target, Input] of [
      [{ Arn: stack.outputs.Topic }, '"from a topic"'],
      [{ Arn: stack.outputs.Bus, ...bus }, '{"from":"a bus"}'],
      [{ Arn: stack.outputs.Machine }, '{"from":"a machine"}'],
    ] as const) {
      await using schedule = await ThrowawaySchedule.create(endpoint, {
        expression: NEVER,
        target: { ...target, Input },
      });
      await clock.fire(schedule.name);
      expect(JSON.parse((await queue.receive()).body)).toEqual(JSON.parse(Input));
    }
  });

  test("a function", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    const files = await bundle(`import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
      export const handler = ({ pet }) => new SQSClient({}).send(
        new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: pet }));`);
    await using fn = await ThrowawayFunction.create(endpoint, files, {
      environment: { QUEUE_URL: queue.url },
    });
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: `arn:aws:lambda:us-east-1:000000000000:function:${fn.name}`, Input: '{"pet":"Rex"}' },
    });
    await clock.fire(schedule.name);
    expect((await queue.receive()).body).toBe("Rex");
  });

  test("any operation, in the names of the AWS SDK for Java", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    const Input = JSON.stringify({ QueueUrl: queue.url, MessageBody: "from an operation" });
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: "arn:aws:scheduler:::aws-sdk:sqs:sendMessage", Input },
    });
    await clock.fire(schedule.name);
    expect((await queue.receive()).body).toBe("from an operation");
  });

  test("a queue for dead letters when its target does not exist", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using schedule = await ThrowawaySchedule.create(endpoint, {
      expression: NEVER,
      target: { Arn: GONE, Input: "lost", DeadLetterConfig: { Arn: queue.arn } },
    });
    await expect(clock.fire(schedule.name)).rejects.toMatchObject({ code: "SCHEDULE_TARGET_FAILED" });
    const letter = await queue.receive();
    expect(letter.body).toBe("lost");
    expect(letter.attributes).toMatchObject({
      ERROR_CODE: { StringValue: "AWS.SimpleQueueService.NonExistentQueue" },
      RETRY_ATTEMPTS: { StringValue: "0" },
      SCHEDULE_ARN: { StringValue: schedule.arn },
      TARGET_ARN: { StringValue: GONE },
    });
  });
});

describe("CloudFormation", () => {
  test("makes and changes a schedule", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using stack = await ThrowawayStack.create(endpoint, scheduled(queue, "before", "ENABLED"));
    const name = stack.outputs.Schedule ?? "";
    await clock.fire(name);
    expect((await queue.receive()).body).toBe("before");
    await stack.update(scheduled(queue, "after", "ENABLED"));
    await clock.fire(name);
    expect((await queue.receive()).body).toBe("after");
    await stack.update(scheduled(queue, "after", "DISABLED"));
    await expect(clock.fire(name)).rejects.toThrow("is disabled");
  });

  test("makes a schedule after the group that it only names", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using stack = await ThrowawayStack.create(endpoint, grouped(queue, `walks-${crypto.randomUUID()}`));
    await clock.fire(stack.outputs.Schedule ?? "");
    expect((await queue.receive()).body).toBe("walk");
  });

  test("makes a rule with a schedule, which a test makes fire", async ({ endpoint, clock }) => {
    await using queue = await ThrowawayQueue.create(endpoint);
    await using stack = await ThrowawayStack.create(endpoint, scheduledRule(queue));
    await clock.fire(stack.outputs.Rule ?? "");
    expect(JSON.parse((await queue.receive()).body)).toMatchObject({
      source: "aws.events",
      resources: [stack.outputs.RuleArn],
    });
  });
});

/** A role, and what a test adds. */
const template = (resources: object, outputs: Record<string, object>) => ({
  Resources: {
    Role: {
      Type: "AWS::IAM::Role",
      Properties: { AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [] } },
    },
    ...resources,
  },
  Outputs: Object.fromEntries(Object.entries(outputs).map(([name, Value]) => [name, { Value }])),
});
const ROLE = { "Fn::GetAtt": ["Role", "Arn"] };

const targets = (queue: ThrowawayQueue) =>
  template(
    {
      Topic: {
        Type: "AWS::SNS::Topic",
        Properties: { TopicName: `throwaway-${crypto.randomUUID()}` },
      },
      Subscription: {
        Type: "AWS::SNS::Subscription",
        Properties: {
          TopicArn: { Ref: "Topic" },
          Protocol: "sqs",
          Endpoint: queue.arn,
          RawMessageDelivery: true,
        },
      },
      Bus: { Type: "AWS::Events::EventBus", Properties: { Name: `throwaway-${crypto.randomUUID()}` } },
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: {
          EventBusName: { Ref: "Bus" },
          EventPattern: { source: ["test"], "detail-type": ["Fired"] },
          Targets: [{ Id: "queue", Arn: queue.arn, InputPath: "$.detail" }],
        },
      },
      Machine: {
        Type: "AWS::StepFunctions::StateMachine",
        Properties: {
          RoleArn: ROLE,
          DefinitionString: JSON.stringify({
            StartAt: "Send",
            States: {
              Send: {
                Type: "Task",
                Resource: "arn:aws:states:::sqs:sendMessage",
                Parameters: { QueueUrl: queue.url, "MessageBody.$": "$" },
                End: true,
              },
            },
          }),
        },
      },
    },
    { Topic: { Ref: "Topic" }, Bus: { "Fn::GetAtt": ["Bus", "Arn"] }, Machine: { Ref: "Machine" } },
  );

const scheduled = (queue: ThrowawayQueue, Input: string, State: string) =>
  template(
    {
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          ScheduleExpression: NEVER,
          FlexibleTimeWindow: { Mode: "FLEXIBLE", MaximumWindowInMinutes: "5" },
          State,
          Target: { Arn: queue.arn, RoleArn: ROLE, Input, RetryPolicy: { MaximumRetryAttempts: "0" } },
        },
      },
    },
    { Schedule: { Ref: "Schedule" } },
  );

const grouped = (queue: ThrowawayQueue, GroupName: string) =>
  template(
    {
      Schedule: {
        Type: "AWS::Scheduler::Schedule",
        Properties: {
          GroupName,
          ScheduleExpression: NEVER,
          FlexibleTimeWindow: { Mode: "OFF" },
          Target: { Arn: queue.arn, RoleArn: ROLE, Input: { "Fn::Sub": "walk" } },
        },
      },
      Walks: { Type: "AWS::Scheduler::ScheduleGroup", Properties: { Name: GroupName } },
    },
    { Schedule: { Ref: "Schedule" } },
  );

const scheduledRule = (queue: ThrowawayQueue) =>
  template(
    {
      Rule: {
        Type: "AWS::Events::Rule",
        Properties: { ScheduleExpression: NEVER, Targets: [{ Id: "queue", Arn: queue.arn }] },
      },
    },
    { Rule: { Ref: "Rule" }, RuleArn: { "Fn::GetAtt": ["Rule", "Arn"] } },
  );
