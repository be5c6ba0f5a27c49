import { access, rm } from "node:fs/promises";
import {
  CloudFormationClient,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test, vi } from "vitest";
import { LOCALSTACK_FOLDER } from "../localstack/paths.ts";
import { type CdklocalOptions, cdklocal } from "./cdklocal.ts";
import { CdklocalError, deploy } from "./deploy.ts";

vi.mock("./cdklocal.ts");
vi.mock("./preload.ts", () => ({ preloadServices: () => Promise.reject(new Error("not there")) }));
vi.mock("../localstack/paths.ts", async () => {
  const { mkdtempSync } = await import("node:fs");
  const { tmpdir } = await import("node:os");
  const folder = mkdtempSync(`${tmpdir()}/deploy-`);
  return { LOCALSTACK_FOLDER: folder, PROJECT_ROOT: folder };
});

const cloudFormation = mockClient(CloudFormationClient);
const s3 = mockClient(S3Client);
const options = { endpoint: "http://localhost:4999", app: "node app.ts", stack: "Any" };

beforeEach(() => {
  cloudFormation.reset();
  s3.reset();
  vi.mocked(cdklocal).mockReset().mockResolvedValue({ exitCode: 0, output: "" });
  s3.on(CreateBucketCommand).resolves({});
  cloudFormation.on(DescribeStackEventsCommand).resolves({ StackEvents: [] });
  cloudFormation.on(DescribeStackResourcesCommand).resolves({ StackResources: [] });
  cloudFormation.on(DescribeChangeSetCommand).resolves({ Status: "CREATE_COMPLETE" });
  cloudFormation.on(DescribeStacksCommand).resolves({
    Stacks: [
      {
        StackName: "Any",
        CreationTime: new Date(0),
        StackStatus: "CREATE_COMPLETE",
        Outputs: [{ OutputKey: "ApiUrl", OutputValue: "http://a" }],
      },
    ],
  });
});
afterAll(async () => {
  await rm(LOCALSTACK_FOLDER, { recursive: true });
  cloudFormation.restore();
  s3.restore();
});

const cdklocalCall = (subcommand: string): [readonly string[], CdklocalOptions] => {
  const call = vi.mocked(cdklocal).mock.calls.find(([[first]]) => first === subcommand);
  if (!call) throw new Error(`cdklocal ${subcommand} was not called`);
  return call;
};

describe("a deployment", () => {
  test("gives the outputs, and whether anything changed", async () => {
    expect(await deploy(options)).toEqual({ outputs: { ApiUrl: "http://a" }, changed: true });
    cloudFormation
      .on(DescribeChangeSetCommand)
      .resolves({ Status: "FAILED", StatusReason: "The submitted information didn't contain changes." });
    const onProgress = vi.fn();
    expect(await deploy({ ...options, onProgress })).toEqual({
      outputs: { ApiUrl: "http://a" },
      changed: false,
    });
    expect(onProgress).toHaveBeenCalledWith("no changes");
  });

  test("makes the asset bucket before cdklocal needs it", async () => {
    const called: (string | undefined)[] = [];
    vi.mocked(cdklocal).mockImplementation(async ([subcommand]) => {
      called.push(subcommand);
      if (subcommand === "synth") return { exitCode: 0, output: "" };
      expect(s3.commandCalls(CreateBucketCommand)[0]?.args[0].input.Bucket).toBe(
        "cdk-hnb659fds-assets-000000000000-us-east-1",
      );
      return { exitCode: 0, output: "" };
    });
    await deploy(options);
    expect(called).toEqual(["synth", "deploy"]);
  });

  test("gives cdklocal the app, the stack and the context, and asks nothing", async () => {
    await deploy({ ...options, context: { localstack: "http://localhost:4999", sender: "a=b@example.com" } });
    const synth = cdklocalCall("synth")[0].join(" ");
    expect(synth).toContain("synth Any --exclusively --quiet --app node app.ts");
    expect(synth).toContain("--context localstack=http://localhost:4999 --context sender=a=b@example.com");
    const [args, { folder }] = cdklocalCall("deploy");
    const line = args.join(" ");
    expect(line).toContain(`deploy Any --exclusively --app ${folder}`);
    expect(line).toContain("--method prepare-change-set");
    expect(line).toContain("--require-approval never");
  });

  test("has a folder of its own, and leaves nothing in it", async () => {
    await deploy(options);
    const [, { folder }] = cdklocalCall("deploy");
    expect(folder).toContain("localhost-4999-Any");
    await expect(access(folder)).rejects.toThrow("ENOENT");
  });

  test("that cdklocal cannot prepare shows what that said", async () => {
    vi.mocked(cdklocal).mockResolvedValue({ exitCode: 1, output: "the app is wrong\n" });
    const failed = deploy(options);
    await expect(failed).rejects.toThrow(CdklocalError);
    await expect(failed).rejects.toThrow(/Any \(exit code 1\):\nthe app is wrong/);
  });
});
