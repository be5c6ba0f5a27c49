import {
  ChangeSetNotFoundException,
  CloudFormationClient,
  CloudFormationServiceException,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  type ResourceStatus,
  type StackStatus,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { executeChangeSet, settleStack } from "./stack-changes.ts";

const mock = mockClient(CloudFormationClient);
const client = new CloudFormationClient({});
let steps: string[];
const options = { client, stackName: "Any", onProgress: (step: string) => steps.push(step) };

beforeEach(() => {
  mock.reset();
  steps = [];
  mock.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
  mock.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
});
afterAll(() => mock.restore());

const noStack = new CloudFormationServiceException({
  name: "ValidationError",
  message: "Stack Any does not exist",
  $fault: "client",
  $metadata: {},
});

const stack = (status: StackStatus) => ({
  Stacks: [{ StackName: "Any", CreationTime: new Date(0), StackStatus: status }],
});

/** What the stack is, look by look; the last one stays. `undefined` is no stack. */
function stackBecomes(...statuses: (StackStatus | undefined)[]): void {
  const describe = mock.on(DescribeStacksCommand);
  for (const [index, status] of statuses.entries()) {
    const last = index === statuses.length - 1;
    if (status) last ? describe.resolves(stack(status)) : describe.resolvesOnce(stack(status));
    else last ? describe.rejects(noStack) : describe.rejectsOnce(noStack);
  }
}

const event = (id: string, name: string, status: ResourceStatus, reason?: string) => ({
  EventId: id,
  StackId: "arn",
  StackName: "Any",
  Timestamp: new Date(0),
  LogicalResourceId: name,
  ResourceType: "AWS::Lambda::Function",
  ResourceStatus: status,
  ...(reason && { ResourceStatusReason: reason }),
});

/** The stack begins to change: what is before it is of an earlier deployment. */
const begin = event("b", "Any", "UPDATE_IN_PROGRESS");

const simulated = event(
  "2",
  "Faked",
  "CREATE_COMPLETE",
  "Resource type AWS::Any::Thing is not supported but was deployed as a fallback",
);

describe("before a deployment", () => {
  test.each([
    [undefined],
    ["CREATE_COMPLETE"],
    ["UPDATE_COMPLETE"],
    ["UPDATE_ROLLBACK_COMPLETE"],
    ["REVIEW_IN_PROGRESS"],
  ] as const)("a stack in %s is left as it is", async (status) => {
    stackBecomes(status);
    await settleStack(options);
    expect(mock.commandCalls(DeleteStackCommand)).toEqual([]);
    expect(steps).toEqual([]);
  });

  test("one at which an earlier command still works is waited for", async () => {
    stackBecomes("CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE");
    await settleStack(options);
    expect(steps).toEqual([expect.stringContaining("waiting for an earlier deployment")]);
    expect(mock.commandCalls(DeleteStackCommand)).toEqual([]);
  });

  test("one that failed is removed", async () => {
    stackBecomes("ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", undefined);
    await settleStack(options);
    expect(mock.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  test("one that was interrupted in review, with resources, is removed", async () => {
    mock
      .on(DescribeStackResourcesCommand)
      .resolves({ StackResources: [event("1", "Fn", "CREATE_COMPLETE")] });
    stackBecomes("REVIEW_IN_PROGRESS", "REVIEW_IN_PROGRESS", "DELETE_COMPLETE");
    await settleStack(options);
    expect(mock.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  test("a failure that LocalStack reports on its way is not the end", async () => {
    stackBecomes("DELETE_IN_PROGRESS", "DELETE_FAILED", "DELETE_IN_PROGRESS", undefined);
    await settleStack(options);
    expect(mock.commandCalls(DeleteStackCommand)).toEqual([]);
  });

  test("a rollback that LocalStack reports while it removes a stack is not the end", async () => {
    stackBecomes("ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_COMPLETE");
    await settleStack(options);
    expect(mock.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  test("one that cannot be removed is an error", async () => {
    stackBecomes("DELETE_FAILED");
    await expect(settleStack(options)).rejects.toThrow(/cannot be deleted: DELETE_FAILED/);
  });

  test("a wait ends with the signal", async () => {
    stackBecomes("CREATE_IN_PROGRESS");
    const reason = new Error("enough");
    await expect(settleStack({ ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe("a change set", () => {
  const ready = { Status: "CREATE_COMPLETE" as const, Changes: [{}, {}] };

  test("is executed, and reported by resource", async () => {
    mock.on(DescribeChangeSetCommand).resolves(ready);
    stackBecomes("UPDATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE");
    const old = event("0", "Fn", "CREATE_COMPLETE");
    mock
      .on(DescribeStackEventsCommand)
      .resolvesOnce({ StackEvents: [begin, old] })
      .resolvesOnce({ StackEvents: [event("1", "One", "CREATE_COMPLETE"), begin, old] })
      .resolves({
        StackEvents: [event("3", "Two", "CREATE_COMPLETE"), event("1", "One", "CREATE_COMPLETE"), begin, old],
      });
    expect(await executeChangeSet("set", options)).toEqual({ changed: true, ignored: [] });
    expect(mock.commandCalls(ExecuteChangeSetCommand)).toHaveLength(1);
    expect(steps).toEqual(["1 of 2: AWS::Lambda::Function One", "2 of 2: AWS::Lambda::Function Two"]);
  });

  test("without changes is removed, and nothing is executed", async () => {
    mock.on(DescribeChangeSetCommand).resolves({
      Status: "FAILED",
      StatusReason: "The submitted information didn't contain changes.",
    });
    expect(await executeChangeSet("set", options)).toEqual({ changed: false, ignored: [] });
    expect(mock.commandCalls(DeleteChangeSetCommand)).toHaveLength(1);
    expect(mock.commandCalls(ExecuteChangeSetCommand)).toEqual([]);
  });

  test("that could not be made is an error with the reason", async () => {
    mock.on(DescribeChangeSetCommand).resolves({ Status: "FAILED", StatusReason: "no such parameter" });
    await expect(executeChangeSet("set", options)).rejects.toThrow(/Any failed:\nno such parameter/);
  });

  test("that fails is an error with what failed first, and not with what failed because of it", async () => {
    mock.on(DescribeChangeSetCommand).resolves(ready);
    stackBecomes("ROLLBACK_COMPLETE");
    mock.on(DescribeStackEventsCommand).resolves({
      StackEvents: [
        event("3", "Any", "CREATE_FAILED"),
        event("2", "Second", "CREATE_FAILED", "cancelled"),
        event("1", "First", "CREATE_FAILED", "no such role"),
        begin,
        event("0", "Old", "CREATE_FAILED", "long ago"),
      ],
    });
    await expect(executeChangeSet("set", options)).rejects.toMatchObject({
      code: "DEPLOYMENT_FAILED",
      message:
        "the deployment of Any failed:\nAWS::Lambda::Function First: no such role\nAWS::Lambda::Function Second: cancelled",
    });
  });

  test("that fails names the resources that LocalStack only simulates", async () => {
    mock.on(DescribeChangeSetCommand).resolves(ready);
    mock.on(DescribeStackResourcesCommand).resolves({ StackResources: [simulated] });
    stackBecomes("ROLLBACK_COMPLETE");
    const failure = event("1", "First", "CREATE_FAILED", "no such API");
    mock.on(DescribeStackEventsCommand).resolves({ StackEvents: [failure, begin] });
    await expect(executeChangeSet("set", options)).rejects.toThrow(
      "First: no such API\nLocalStack does not support AWS::Lambda::Function Faked and only simulates the creation, which may be the cause",
    );
  });

  test("of which LocalStack ignores a change says which", async () => {
    mock.on(DescribeChangeSetCommand).resolves(ready);
    stackBecomes("UPDATE_COMPLETE");
    const kept = event("1", "Kept", "UPDATE_COMPLETE", "LocalStack does not apply changes of Tags");
    mock.on(DescribeStackEventsCommand).resolves({
      StackEvents: [event("2", "Fn", "UPDATE_COMPLETE"), kept, begin, { ...kept, EventId: "0" }],
    });
    expect(await executeChangeSet("set", options)).toEqual({
      changed: true,
      ignored: ["AWS::Lambda::Function Kept: LocalStack does not apply changes of Tags"],
    });
  });

  test("that is not there is an error", async () => {
    mock
      .on(DescribeChangeSetCommand)
      .rejects(new ChangeSetNotFoundException({ message: "not there", $metadata: {} }));
    await expect(executeChangeSet("set", options)).rejects.toThrow("not there");
  });
});
