import { PassThrough } from "node:stream";
import {
  type Change,
  ChangeSetNotFoundException,
  CloudFormationClient,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, test } from "vitest";
import { changesOf, discardChangeSet, showChanges } from "./change-set.ts";

const cloudFormation = mockClient(CloudFormationClient);
const client = new CloudFormationClient({});

const change = (
  Action: "Add" | "Modify" | "Remove",
  LogicalResourceId: string,
  Replacement?: "True" | "Conditional",
): Change => ({
  Type: "Resource",
  ResourceChange: {
    Action,
    LogicalResourceId,
    ResourceType: "AWS::S3::Bucket",
    ...(Replacement && { Replacement }),
  },
});

beforeEach(() => cloudFormation.reset());

describe("a change set", () => {
  test("is read to its last page", async () => {
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: "CREATE_COMPLETE", Changes: [change("Add", "A")], NextToken: "more" })
      .on(DescribeChangeSetCommand, { NextToken: "more" })
      .resolves({ Status: "CREATE_COMPLETE", Changes: [change("Add", "B")] });
    expect(await changesOf(client, "set")).toHaveLength(2);
  });

  test("that CloudFormation fails because there is nothing to do has no changes", async () => {
    cloudFormation.on(DescribeChangeSetCommand).resolves({
      Status: "FAILED",
      StatusReason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    });
    expect(await changesOf(client, "set")).toEqual([]);
  });

  test("that the CDK has not kept has no changes", async () => {
    cloudFormation
      .on(DescribeChangeSetCommand)
      .rejects(new ChangeSetNotFoundException({ message: "ChangeSet [set] does not exist", $metadata: {} }));
    expect(await changesOf(client, "set")).toEqual([]);
  });

  test("that CloudFormation refuses says why", async () => {
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: "FAILED", StatusReason: "The following hook(s) failed: [Company::Policy]" });
    await expect(changesOf(client, "set")).rejects.toMatchObject({
      name: "ChangeSetRefusedError",
      message: expect.stringMatching(/FAILED.*Company::Policy.*nothing was changed/),
    });
  });
});

describe("a change set that is not wanted", () => {
  test("goes with the empty stack that was made for it", async () => {
    cloudFormation.on(DeleteChangeSetCommand).resolves({});
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: "PetCuddleOTron", StackStatus: "REVIEW_IN_PROGRESS", CreationTime: new Date() }],
    });
    cloudFormation.on(DeleteStackCommand).resolves({});
    await discardChangeSet(client, "set");
    expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(1);
  });

  test("goes alone from a stack that was there", async () => {
    cloudFormation.on(DeleteChangeSetCommand).resolves({});
    cloudFormation.on(DescribeStacksCommand).resolves({
      Stacks: [{ StackName: "PetCuddleOTron", StackStatus: "UPDATE_COMPLETE", CreationTime: new Date() }],
    });
    await discardChangeSet(client, "set");
    expect(cloudFormation.commandCalls(DeleteStackCommand)).toHaveLength(0);
  });

  test("and was not made yet is none", async () => {
    cloudFormation.on(DeleteChangeSetCommand).rejects(new Error("Stack [PetCuddleOTron] does not exist"));
    cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [] });
    await discardChangeSet(client, "set");
  });

  test("and cannot be removed is reported", async () => {
    cloudFormation.on(DeleteChangeSetCommand).rejects(new Error("AccessDenied"));
    await expect(discardChangeSet(client, "set")).rejects.toThrow("AccessDenied");
  });
});

test("what is new is counted by type, what is changed and removed is named, what is replaced says so", () => {
  const shown = showChanges(
    [
      change("Add", "A"),
      change("Modify", "B", "True"),
      change("Modify", "C", "Conditional"),
      change("Remove", "D"),
      change("Add", "E"),
    ],
    new PassThrough(),
  );
  expect(shown.split("\n")).toEqual([
    "  + 2 AWS::S3::Bucket",
    "  ~ AWS::S3::Bucket B (replaced)",
    "  ~ AWS::S3::Bucket C (perhaps replaced)",
    "  - AWS::S3::Bucket D",
    "2 to add, 2 to change, 1 to remove",
  ]);
});
