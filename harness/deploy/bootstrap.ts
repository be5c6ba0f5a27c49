import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../aws/client-config.ts";
import type { AssemblyStack } from "./assembly.ts";
import type { StackTarget } from "./deploy-stack.ts";

/** Satisfies every synthesizer. */
const BOOTSTRAP_VERSION = "999";

/**
 * Makes what stacks in one place need of `cdk bootstrap`, which would take ten seconds: the buckets for their assets, and the
 * parameter that says which version of the bootstrap stack is there.
 */
export async function bootstrap(stacks: readonly AssemblyStack[], target: StackTarget): Promise<void> {
  const names = (all: readonly string[]) => [...new Set(all.map((name) => resolved(name, target)))];
  const buckets = stacks.flatMap(({ assets }) => assets.map(({ bucket }) => bucket));
  const parameters = stacks.flatMap(({ bootstrapParameter }) => bootstrapParameter ?? []);
  await Promise.all([
    ...names(buckets).map((name) => createBucket(name, target)),
    ...names(parameters).map((name) => putParameter(name, target)),
  ]);
}

/** Replaces the placeholders for account, region and partition in a name of an assembly. */
export const resolved = (text: string, { account, region }: StackTarget): string =>
  text.replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, name: string) =>
    name === "AccountId" ? account : name === "Region" ? region : "aws",
  );

async function createBucket(name: string, target: StackTarget): Promise<void> {
  const client = new S3Client(clientConfig(target.endpoint, target));
  try {
    // outside us-east-1 S3 requires the region, and refuses to create a bucket that exists
    const configuration =
      target.region === "us-east-1"
        ? {}
        : { CreateBucketConfiguration: { LocationConstraint: target.region } };
    await client.send(new CreateBucketCommand({ Bucket: name, ...configuration } as { Bucket: string }));
  } catch (error) {
    if ((error as Error).name !== "BucketAlreadyOwnedByYou") throw error;
  } finally {
    client.destroy();
  }
}

async function putParameter(name: string, target: StackTarget): Promise<void> {
  // only stacks with the default synthesizer wait for the client to load
  const { PutParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(clientConfig(target.endpoint, target));
  try {
    const parameter = { Name: name, Value: BOOTSTRAP_VERSION, Type: "String", Overwrite: true } as const;
    await client.send(new PutParameterCommand(parameter));
  } finally {
    client.destroy();
  }
}
