import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { expect, test, vi } from "vitest";
import { identityOf } from "./deployed-identity.ts";

const TARGET = { endpoint: "http://localhost:9", account: "000000000000", region: "us-east-1" };

/** A stack is described, and its template cannot be read. */
function templateFails(message: string): void {
  vi.spyOn(CloudFormationClient.prototype, "send").mockImplementation(async (command: unknown) => {
    if (command instanceof DescribeStacksCommand) return { Stacks: [{ StackStatus: "DELETE_IN_PROGRESS" }] };
    throw new CloudFormationServiceException({
      name: "ValidationError",
      $fault: "client",
      $metadata: {},
      message,
    });
  });
}

test("a stack that is removed while it is looked at has no identity", async () => {
  templateFails("Stack with id app does not exist");
  expect(await identityOf("app", TARGET)).toBe("none");
});

test("another error is passed on", async () => {
  templateFails("Rate exceeded");
  await expect(identityOf("app", TARGET)).rejects.toThrow("Rate exceeded");
});
