import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { serve } from "../testing/serve.ts";
import { assertNoFallbacks, assertSupportedTypes } from "./unsupported-types.ts";

describe("before a deployment", () => {
  const TYPES = ["AWS::SQS::Queue", "AWS::CloudFormation::Stack", "AWS::WAFv2::WebACL"];
  const EFFECTS = { "AWS::WAFv2::WebACL": "requests are not filtered" };
  const PROPERTIES = {
    propertiesWithoutEffect: { "AWS::SQS::Queue": { KmsMasterKeyId: "nothing is encrypted" } },
    refusedProperties: { "AWS::SQS::Queue": { FifoThroughputLimit: "leave it out" } },
  };

  /** Checks a stack with a template, in which stacks may be nested. */
  async function check(template: object, nested: object = {}): Promise<string[]> {
    const folder = await mkdtemp(join(tmpdir(), "cdk.out "));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, "Shop.template.json"), JSON.stringify({ Resources: template }));
    await writeFile(join(folder, "inner.nested.template.json"), JSON.stringify({ Resources: nested }));
    await using localStack = await serve((_, path) =>
      path === "/_harness/resource-types"
        ? { status: 200, body: { types: TYPES, withoutEffect: EFFECTS, ...PROPERTIES } }
        : undefined,
    );
    return await assertSupportedTypes(
      [{ id: "Shop", template: join(folder, "Shop.template.json") }],
      localStack.endpoint,
    );
  }

  const inner = {
    Type: "AWS::CloudFormation::Stack",
    Metadata: { "aws:asset:path": "inner.nested.template.json" },
  };

  test("resources of types that LocalStack has, and custom ones, are accepted", async () =>
    expect(await check({ Queue: { Type: "AWS::SQS::Queue" }, Seed: { Type: "Custom::Seed" } })).toEqual([]));

  test("those that LocalStack only records are returned, with what the app misses", async () =>
    expect(await check({ Inner: inner }, { Guard: { Type: "AWS::WAFv2::WebACL" } })).toEqual([
      "AWS::WAFv2::WebACL Inner/Guard (stack Shop): requests are not filtered",
    ]));

  test("properties that LocalStack only records are returned, and others are refused", async () => {
    const queue = (Properties: object) => ({ Queue: { Type: "AWS::SQS::Queue", Properties } });
    expect(await check({ Inner: inner }, queue({ KmsMasterKeyId: "k" }))).toEqual([
      "AWS::SQS::Queue Inner/Queue (stack Shop) KmsMasterKeyId: nothing is encrypted",
    ]);
    await expect(check(queue({ FifoThroughputLimit: "perQueue" }))).rejects.toThrow(
      "LocalStack does not support AWS::SQS::Queue Queue (stack Shop) FifoThroughputLimit: leave it out",
    );
  });

  test("each other one is named, with its stack", () =>
    expect(
      check({ Map: { Type: "AWS::Location::Map" }, Api: { Type: "AWS::AppSync::Api" } }),
    ).rejects.toThrow(
      "LocalStack does not support AWS::Location::Map Map (stack Shop), AWS::AppSync::Api Api (stack Shop): leave them out",
    ));

  test("also in a nested stack", () =>
    expect(check({ Inner: inner }, { Map: { Type: "AWS::Location::Map" } })).rejects.toThrow(
      "AWS::Location::Map Inner/Map (stack Shop)",
    ));

  test("one that a condition may leave out is accepted", () =>
    check({ Map: { Type: "AWS::Location::Map", Condition: "HasMaps" } }));

  test("without the plugin nothing is refused", async () => {
    await using localStack = await serve(() => undefined);
    await assertSupportedTypes([{ id: "Shop", template: "/nowhere" }], localStack.endpoint);
  });
});

describe("after a deployment", () => {
  const mock = mockClient(CloudFormationClient);
  const options = { client: new CloudFormationClient({}), stackName: "Shop" };
  beforeEach(() => mock.reset());
  afterAll(() => mock.restore());

  const resource = (name: string, type: string, reason?: string) => ({
    StackName: "Shop",
    LogicalResourceId: name,
    PhysicalResourceId: `arn:${name}`,
    ResourceType: type,
    Timestamp: new Date(0),
    ResourceStatus: "CREATE_COMPLETE" as const,
    ...(reason && { ResourceStatusReason: reason }),
  });
  const simulated = resource(
    "Map",
    "AWS::Location::Map",
    "Resource type AWS::Location::Map is not supported but was deployed as a fallback",
  );

  test("resources that are only simulated are an error", async () => {
    const StackResources = [resource("Queue", "AWS::SQS::Queue"), simulated];
    mock.on(DescribeStackResourcesCommand).resolves({ StackResources });
    await expect(assertNoFallbacks(options)).rejects.toMatchObject({
      code: "RESOURCES_UNSUPPORTED",
      message:
        "LocalStack does not support AWS::Location::Map Map and only simulates the creation: leave them out of Shop for LocalStack",
    });
  });

  test("also those of a nested stack", async () => {
    const nested = resource("Inner", "AWS::CloudFormation::Stack");
    mock.on(DescribeStackResourcesCommand, { StackName: "Shop" }).resolves({ StackResources: [nested] });
    mock
      .on(DescribeStackResourcesCommand, { StackName: "arn:Inner" })
      .resolves({ StackResources: [simulated] });
    await expect(assertNoFallbacks(options)).rejects.toThrow("AWS::Location::Map Map");
  });
});
