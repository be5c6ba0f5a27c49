import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
  type StackStatus,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, expect, test } from "vitest";
import { stackOutputs } from "./outputs.ts";

const cloudFormation = mockClient(CloudFormationClient);
const endpoint = "http://localhost:4566";

beforeEach(() => cloudFormation.reset());
afterAll(() => cloudFormation.restore());

const stack = (status: StackStatus, outputs: Record<string, string> = {}) => ({
  StackName: "Any",
  CreationTime: new Date(0),
  StackStatus: status,
  Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

const refusal = (name: string, message: string) =>
  new CloudFormationServiceException({ name, message, $fault: "client", $metadata: {} });

test("gives outputs by key", async () => {
  cloudFormation
    .on(DescribeStacksCommand, { StackName: "Any" })
    .resolves({ Stacks: [stack("UPDATE_COMPLETE", { ApiUrl: "http://a", SiteUrl: "http://b" })] });
  expect(await stackOutputs(endpoint, "Any")).toEqual({ ApiUrl: "http://a", SiteUrl: "http://b" });
});

test.each([
  [
    "is not there",
    () =>
      cloudFormation
        .on(DescribeStacksCommand)
        .rejects(refusal("ValidationError", "Stack Any does not exist")),
  ],
  [
    "was deleted",
    () => cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack("DELETE_COMPLETE")] }),
  ],
])("a stack that %s says so", async (_, arrange) => {
  arrange();
  const outputs = stackOutputs(endpoint, "Any");
  await expect(outputs).rejects.toMatchObject({ code: "STACK_NOT_FOUND" });
  await expect(outputs).rejects.toThrow(/no stack Any at http:\/\/localhost:4566/);
});

test("another refusal is passed on", async () => {
  cloudFormation.on(DescribeStacksCommand).rejects(refusal("Throttling", "Rate exceeded"));
  await expect(stackOutputs(endpoint, "Any")).rejects.toThrow("Rate exceeded");
});
