import { ListObjectsV2Command, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";

/** Where it stands that the mail of a reminder went out; holds no address and no text. */
export const sentKey = (id: string) => `sent/${id}.json`;

/**
 * Whether the mail of this reminder went out before. It asks with a list and not for the object itself, because the
 * right to list can be narrowed to `sent/` and without it S3 answers 403 for an object that is not there.
 */
export async function wasSent(s3: S3Client, bucket: string, id: string): Promise<boolean> {
  const { KeyCount } = await s3.send(
    new ListObjectsV2Command({ Bucket: bucket, Prefix: sentKey(id), MaxKeys: 1 }),
  );
  return (KeyCount ?? 0) > 0;
}

export async function markSent(s3: S3Client, bucket: string, id: string, messageId: string): Promise<void> {
  await s3.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: sentKey(id),
      Body: JSON.stringify({ messageId, sentAt: new Date().toISOString() }),
      ContentType: "application/json",
    }),
  );
}
