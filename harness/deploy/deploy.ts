import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig, REGION } from "../aws/client-config.ts";
import { LOCALSTACK_FOLDER } from "../localstack/paths.ts";
import { withLock } from "../localstack/process/lock.ts";
import { cdklocal } from "./cdklocal.ts";
import { stackOutputs } from "./outputs.ts";
import { preloadServices } from "./preload.ts";
import { assertNoFallbacks, executeChangeSet, type StackOptions, settleStack } from "./stack-changes.ts";

export interface DeployOptions {
  /** Where LocalStack answers. */
  endpoint: string;
  /** The CDK app: a command for the shell, run in the checkout, or a folder of a synthesised one. */
  app: string;
  /** The stack to deploy, one of the app's. */
  stack: string;
  /** Context values for the app, as by `cdk -c`. */
  context?: Record<string, string>;
  onProgress?: ((step: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Deployed {
  outputs: Record<string, string>;
  /** Whether there was anything to change. */
  changed: boolean;
}

/** `cdklocal` failed, most often in the app itself; the message holds what it said. */
export class CdklocalError extends Error {
  override readonly name = "CdklocalError";

  constructor(stack: string, exitCode: number, output: string) {
    super(`cdklocal cannot prepare ${stack} (exit code ${exitCode}):\n${output.trim() || "it said nothing"}`);
  }
}

/** Where synthesizers of CDK apps expect assets: the name by which `cdk bootstrap` would make it. */
const ASSET_BUCKET = `cdk-hnb659fds-assets-000000000000-${REGION}`;
const CHANGE_SET = "harness";

/**
 * Deploys a stack of a CDK app to LocalStack by `cdklocal`: the app must use a synthesizer that needs no bootstrap.
 *
 * `cdklocal` synthesises, while LocalStack loads the services that the stack needs; then it publishes the assets and
 * makes the change set. Executing that is done here, because the CLI looks only every five seconds whether it is done. A
 * change set it must be: LocalStack reports updates without one as complete when they failed.
 * @throws CdklocalError, DeployError, FallbackResourceError; the signal's reason
 */
export async function deploy(options: DeployOptions): Promise<Deployed> {
  const { endpoint, stack, onProgress, signal } = options;
  const folder = join(LOCALSTACK_FOLDER, `deploy-${new URL(endpoint).host.replace(":", "-")}-${stack}`);
  const onWait = () => onProgress?.("waiting for another deployment");
  return withLock(folder, { onWait, signal }, async (held) => {
    const client = new CloudFormationClient(clientConfig(endpoint));
    const stackOptions: StackOptions = { client, stackName: stack, onProgress, signal: held };
    try {
      const prepared: DeployOptions = { ...options, signal: held };
      // the deployment itself finds out if LocalStack does not answer
      preloadServices(endpoint, held).catch(() => {});
      await Promise.all([
        synthesise(prepared, folder),
        createAssetBucket(endpoint),
        settleStack(stackOptions),
      ]);
      await prepare(prepared, folder);
      onProgress?.("deploying");
      const changed = await executeChangeSet(CHANGE_SET, stackOptions);
      if (!changed) onProgress?.("no changes");
      await assertNoFallbacks(stackOptions);
      return { outputs: await stackOutputs(endpoint, stack), changed };
    } finally {
      client.destroy();
      await rm(folder, { recursive: true, force: true });
    }
  });
}

async function synthesise(options: DeployOptions, folder: string): Promise<void> {
  const { stack, app, context = {}, onProgress } = options;
  // a report of an earlier synthesis would be shown again
  await rm(folder, { recursive: true, force: true });
  onProgress?.("synthesising");
  const values = Object.entries(context).flatMap(([key, value]) => ["--context", `${key}=${value}`]);
  await runCdklocal(["synth", stack, "--exclusively", "--quiet", "--app", app, ...values], options, folder);
}

async function prepare(options: DeployOptions, folder: string): Promise<void> {
  options.onProgress?.("publishing assets, and making the change set");
  const changeSet = ["--method", "prepare-change-set", "--change-set-name", CHANGE_SET];
  await runCdklocal(
    ["deploy", options.stack, "--exclusively", "--app", folder, ...changeSet, "--require-approval", "never"],
    options,
    folder,
  );
}

async function runCdklocal(args: string[], options: DeployOptions, folder: string): Promise<void> {
  const { endpoint, stack, signal } = options;
  const { exitCode, output } = await cdklocal(args, { endpoint, folder, signal });
  if (exitCode !== 0) throw new CdklocalError(stack, exitCode, output);
}

/** All that a deployment needs of `cdk bootstrap`, which takes ten seconds. */
async function createAssetBucket(endpoint: string): Promise<void> {
  const client = new S3Client(clientConfig(endpoint));
  try {
    // in this region, AWS takes it for success when the bucket is there already
    await client.send(new CreateBucketCommand({ Bucket: ASSET_BUCKET }));
  } finally {
    client.destroy();
  }
}
