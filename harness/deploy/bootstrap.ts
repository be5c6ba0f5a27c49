import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../aws/client-config.ts";
import type { AssemblyStack } from "./assembly.ts";
import type { StackTarget } from "./deploy-stack.ts";

/** Any version that a synthesizer may ask for. */
const BOOTSTRAP_VERSION = "999";

/**
 * Makes what a stack needs of `cdk bootstrap`, which would take ten seconds: the buckets for its assets, and the
 * parameter that says which version of the bootstrap stack is there.
 */
export async function bootstrap(stack: AssemblyStack, target: StackTarget): Promise<void> {
  await Promise.all([
    ...assetBuckets(stack, target).map((name) => createBucket(name, target)),
    stack.bootstrapParameter ? putParameter(resolved(stack.bootstrapParameter, target), target) : undefined,
  ]);
}

/** The buckets for a stack's assets. */
const assetBuckets = ({ assets }: AssemblyStack, target: StackTarget): string[] => [
  ...new Set(assets.map(({ bucket }) => resolved(bucket, target))),
];

/** Puts account, region and partition into a name of an assembly. */
export const resolved = (text: string, { account, region }: StackTarget): string =>
  text.replace(/\$\{AWS::(AccountId|Region|Partition)\}/g, (_, name: string) =>
    name === "AccountId" ? account : name === "Region" ? region : "aws",
  );

async function createBucket(name: string, target: StackTarget): Promise<void> {
  const client = new S3Client(clientConfig(target.endpoint, target));
  try {
    // outside us-east-1 S3 wants the region by name, and takes a second creation for an error
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
