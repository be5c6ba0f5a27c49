import {
  CloudFormationClient,
  DescribeStacksCommand,
  type StackStatus,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, expect, test } from "vitest";
import { deployableStack } from "./stack-state.ts";

const cloudFormation = mockClient(CloudFormationClient);

function inState(status: StackStatus) {
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [{ StackName: "PetCuddleOTron", StackStatus: status, CreationTime: new Date() }],
  });
  return deployableStack(new CloudFormationClient({}));
}

beforeEach(() => cloudFormation.reset());

test.each(["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"] as const)(
  "%s can be updated",
  async (status) => expect(await inState(status)).toMatchObject({ StackStatus: status }),
);

test.each(["REVIEW_IN_PROGRESS", "DELETE_COMPLETE"] as const)("%s counts as no stack", async (status) =>
  expect(await inState(status)).toBeUndefined(),
);

test.each(["CREATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"] as const)(
  "%s has to be waited for",
  (status) =>
    expect(inState(status)).rejects.toMatchObject({
      name: "StackBusyError",
      message: expect.stringContaining(status),
    }),
);

test.each([
  ["ROLLBACK_COMPLETE", /destroy:aws/],
  ["DELETE_FAILED", /destroy:aws/],
  ["UPDATE_ROLLBACK_FAILED", /Continue update rollback/],
] as const)("%s names the way out", (status, message) =>
  expect(inState(status)).rejects.toMatchObject({
    name: "StackBrokenError",
    message: expect.stringMatching(message),
  }),
);
