/** Bundled by CDK's NodejsFunction, which leaves the AWS SDK to the runtime. */
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const client = new S3Client({});

export async function handler({ key }: { key: string }): Promise<string | undefined> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket: process.env.BUCKET, Key: key }));
  return Body?.transformToString();
}
