import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { HarnessError } from "../core/errors.ts";
import { serve } from "../testing/serve.ts";
import { type CdklocalOptions, runCdklocal } from "./cdklocal.ts";
import { deploy, mergedOutputs } from "./deploy.ts";

vi.mock("./cdklocal.ts");
vi.mock("./preload.ts", () => ({ preloadServices: () => Promise.reject(new Error("not there")) }));

const root = await mkdtemp(join(tmpdir(), "deploy of "));
const cloudFormation = mockClient(CloudFormationClient);
const s3 = mockClient(S3Client);
const ssm = mockClient(SSMClient);
/** Without the plugin. */
const localStack = await serve(() => undefined);
const options = { endpoint: localStack.endpoint, root, app: "node app.ts" };
const BUCKET = ["cdk-hnb659fds-assets-", "{AWS::AccountId}-", "{AWS::Region}"].join("$");

/** What the CDK writes for a stack with the default synthesizer and a file asset. */
const stack = (name: string, more: { dependencies?: string[]; environment?: string } = {}) => ({
  [name]: {
    type: "aws:cloudformation:stack",
    environment: more.environment ?? "aws://unknown-account/unknown-region",
    displayName: name,
    dependencies: [...(more.dependencies ?? []), `${name}.assets`],
    properties: {
      requiresBootstrapStackVersion: 6,
      bootstrapStackVersionSsmParameter: "/cdk-bootstrap/hnb659fds/version",
    },
  },
  [`${name}.assets`]: { type: "cdk:asset-manifest", properties: { file: `${name}.assets.json` } },
});

async function synthesised(folder: string, artifacts: object, template: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify({ artifacts }));
  for (const name of Object.keys(artifacts))
    await writeFile(join(folder, `${name}.template.json`), JSON.stringify(template));
  const assets = { files: { a: { destinations: { d: { bucketName: BUCKET } } } } };
  for (const name of Object.keys(artifacts).filter((each) => each.endsWith(".assets")))
    await writeFile(join(folder, `${name}.json`), JSON.stringify(assets));
}

const appOf = (artifacts: object, template = {}) =>
  vi.mocked(runCdklocal).mockImplementation(async ([subcommand], { folder }) => {
    if (subcommand === "synth") await synthesised(folder, artifacts, template);
    return { exitCode: 0, output: "" };
  });

beforeEach(() => {
  for (const mock of [cloudFormation, s3, ssm]) mock.reset();
  vi.mocked(runCdklocal).mockReset();
  appOf(stack("Any"));
  s3.on(CreateBucketCommand).resolves({});
  ssm.on(PutParameterCommand).resolves({});
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  cloudFormation.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
  cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: "CREATE_COMPLETE" });
  cloudFormation.on(DescribeStacksCommand).callsFake(({ StackName }: { StackName: string }) => ({
    Stacks: [
      {
        StackName,
        CreationTime: new Date(0),
        StackStatus: "CREATE_COMPLETE",
        Outputs: [{ OutputKey: `${StackName}Url`, OutputValue: "http://a" }],
      },
    ],
  }));
});
afterAll(async () => {
  await rm(root, { recursive: true });
  await localStack[Symbol.asyncDispose]();
  for (const mock of [cloudFormation, s3, ssm]) mock.restore();
});

const calls = (subcommand: string): [readonly string[], CdklocalOptions][] =>
  vi.mocked(runCdklocal).mock.calls.filter(([[first]]) => first === subcommand);

describe("a deployment", () => {
  test("gives the outputs, and whether anything changed", async () => {
    expect(await deploy(options)).toMatchObject({ outputs: { AnyUrl: "http://a" }, changed: true });
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: "FAILED", StatusReason: "The submitted information didn't contain changes." });
    const onProgress = vi.fn();
    expect(await deploy({ ...options, onProgress })).toMatchObject({ changed: false });
    expect(onProgress).toHaveBeenCalledWith("Any: no changes");
  });

  test("makes what a stack needs of the bootstrap stack, in its account and region", async () => {
    appOf(stack("Any", { environment: "aws://123456789012/eu-west-1" }));
    const { stacks } = await deploy(options);
    expect(stacks).toMatchObject([{ name: "Any", account: "123456789012", region: "eu-west-1" }]);
    expect(s3.commandCalls(CreateBucketCommand)[0]?.args[0].input).toEqual({
      Bucket: "cdk-hnb659fds-assets-123456789012-eu-west-1",
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    });
    expect(ssm.commandCalls(PutParameterCommand)[0]?.args[0].input).toMatchObject({
      Name: "/cdk-bootstrap/hnb659fds/version",
    });
    expect(calls("deploy")[0]?.[1]).toMatchObject({ account: "123456789012", region: "eu-west-1" });
  });

  test("deploys stacks after those that they depend on", async () => {
    appOf({ ...stack("Api", { dependencies: ["Data"] }), ...stack("Data"), ...stack("Other") });
    const { outputs } = await deploy({ ...options, stacks: ["Api"] });
    expect(calls("deploy").map(([[, id]]) => id)).toEqual(["Data", "Api"]);
    expect(outputs).toEqual({ DataUrl: "http://a", ApiUrl: "http://a" });
  });

  test("prepares stacks that need nothing of each other at once", async () => {
    appOf({ ...stack("Api"), ...stack("Other") });
    const { outputs } = await deploy(options);
    expect(calls("deploy").map(([args]) => args.slice(0, 4))).toEqual([
      ["deploy", "Api", "Other", "--exclusively"],
    ]);
    expect(outputs).toEqual({ ApiUrl: "http://a", OtherUrl: "http://a" });
    expect(ssm.commandCalls(PutParameterCommand)).toHaveLength(1);
  });

  test("gives cdklocal the app and the context, and asks nothing", async () => {
    await deploy({ ...options, context: { localstack: "http://localhost:4999", sender: "a=b@example.com" } });
    const synth = calls("synth")[0]?.[0].join(" ");
    expect(synth).toContain("synth --quiet --app node app.ts");
    expect(synth).toContain("--context localstack=http://localhost:4999 --context sender=a=b@example.com");
    const [args, { folder }] = calls("deploy")[0] ?? [[], { folder: "" }];
    const line = args.join(" ");
    expect(line).toContain(`deploy Any --exclusively --app ${folder}`);
    expect(line).toContain("--method prepare-change-set");
    expect(line).toContain("--require-approval never");
  });

  test("gives cdklocal the values of parameters", async () => {
    appOf(stack("Any"), { Parameters: { Mail: {}, Colour: {} } });
    await deploy({ ...options, parameters: { Mail: "a=b@example.com", "Any:Colour": "blue" } });
    const line = calls("deploy")[0]?.[0].join(" ");
    expect(line).toContain("--parameters Mail=a=b@example.com --parameters Any:Colour=blue");
  });

  test("leaves the app to cdk.json where none is named", async () => {
    await deploy({ ...options, app: undefined });
    expect(calls("synth")[0]?.[0]).toEqual(["synth", "--quiet"]);
  });

  test("has a separate folder in the project, and leaves nothing in it", async () => {
    await deploy(options);
    const folder = calls("deploy")[0]?.[1].folder ?? "";
    expect(folder).toContain(join(root, ".localstack", "deploy-"));
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  test("of a stack that the app lacks says which there are", async () => {
    await expect(deploy({ ...options, stacks: ["Anny"] })).rejects.toMatchObject({
      code: "STACK_UNKNOWN",
      message: 'the app has no stack Anny: did you mean "Any"?',
    });
  });

  test("of an app without stacks is an error", async () => {
    appOf({});
    await expect(deploy(options)).rejects.toMatchObject({ code: "NO_STACKS" });
  });

  test("that cdklocal cannot prepare fails with its error", async () => {
    const error = new HarnessError(
      "CDKLOCAL_FAILED",
      "the CDK app does not synthesise: Error: no table name",
    );
    vi.mocked(runCdklocal).mockRejectedValue(error);
    await expect(deploy(options)).rejects.toBe(error);
  });
});

test("outputs of the same name are distinguished by their stack", () => {
  const outputs = (Url: string, more = {}) => ({ Url, ...more });
  expect(
    mergedOutputs([
      { id: "Prod/Api", outputs: outputs("http://a") },
      { id: "Site", outputs: outputs("http://b", { Bucket: "site" }) },
    ]),
  ).toEqual({ "Prod/Api.Url": "http://a", "Site.Url": "http://b", Url: "http://b", Bucket: "site" });
});
