import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";

/** A resource of a stack in a unit test: `[logical id, type, physical id, construct path, properties]`. */
export type StubResource = [
  logicalId: string,
  type: string,
  physicalId: string,
  path?: string,
  properties?: Record<string, unknown>,
];

export interface StubStack {
  name: string;
  outputs?: Record<string, string>;
  resources: StubResource[];
  /** Nested stacks have one. */
  root?: string;
}

/** CloudFormation with these stacks, in place of LocalStack's. Restore it after the test. */
export function mockStacks(stacks: readonly StubStack[]) {
  const mock = mockClient(CloudFormationClient);
  const described = stacks.map(({ name, outputs = {}, root }) => ({
    StackName: name,
    CreationTime: new Date(0),
    StackStatus: "CREATE_COMPLETE" as const,
    Outputs: Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    ...(root && { RootId: root }),
  }));
  mock.on(DescribeStacksCommand).callsFake(({ StackName }) => ({
    Stacks: described.filter((stack) => !StackName || stack.StackName === StackName),
  }));
  for (const { name, resources } of stacks) {
    mock.on(GetTemplateCommand, { StackName: name }).resolves({ TemplateBody: templateOf(resources) });
    mock.on(ListStackResourcesCommand, { StackName: name }).resolves({
      StackResourceSummaries: resources.map(([LogicalResourceId, ResourceType, PhysicalResourceId]) => ({
        LogicalResourceId,
        ResourceType,
        PhysicalResourceId,
        LastUpdatedTimestamp: new Date(0),
        ResourceStatus: "CREATE_COMPLETE" as const,
      })),
    });
  }
  return mock;
}

const templateOf = (resources: readonly StubResource[]): string =>
  JSON.stringify({
    Resources: Object.fromEntries(
      resources.map(([logicalId, , , path, Properties]) => [
        logicalId,
        { ...(path && { Metadata: { "aws:cdk:path": path } }), ...(Properties && { Properties }) },
      ]),
    ),
  });
