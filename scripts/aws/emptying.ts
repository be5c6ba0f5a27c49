import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";

/** S3 deletes that many objects in one request. */
const BATCH = 1_000;

/** Objects could not be deleted. */
export class BucketNotEmptiedError extends Error {
  override readonly name = "BucketNotEmptiedError";

  constructor(bucket: string, key: string, reason: string) {
    super(`${key} cannot be deleted from ${bucket}: ${reason}`);
  }
}

type ObjectVersion = { Key: string; VersionId?: string };

/** How many objects a bucket holds, old versions included; 0 where it is gone. */
export async function countObjects(client: S3Client, bucket: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const objects of batches(client, bucket, signal)) count += objects.length;
  return count;
}

/**
 * Deletes all that a bucket holds, old versions included.
 * @throws BucketNotEmptiedError
 */
export async function emptyBucket(client: S3Client, bucket: string, signal: AbortSignal): Promise<number> {
  let count = 0;
  for await (const Objects of batches(client, bucket, signal)) {
    for (let at = 0; at < Objects.length; at += BATCH) {
      const { Errors = [] } = await client.send(
        new DeleteObjectsCommand({
          Bucket: bucket,
          Delete: { Objects: Objects.slice(at, at + BATCH), Quiet: true },
        }),
        { abortSignal: signal },
      );
      const [first] = Errors;
      if (first) throw new BucketNotEmptiedError(bucket, first.Key ?? "", first.Message ?? first.Code ?? "");
    }
    count += Objects.length;
  }
  return count;
}

/** One page of a bucket's objects after another; none where the bucket is gone. */
async function* batches(
  client: S3Client,
  bucket: string,
  signal: AbortSignal,
): AsyncGenerator<ObjectVersion[]> {
  let after: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (after) {
    const page: ListObjectVersionsCommandOutput | undefined = await client
      .send(new ListObjectVersionsCommand({ Bucket: bucket, ...after }), { abortSignal: signal })
      .catch((error) => {
        if (error instanceof Error && error.name === "NoSuchBucket") return undefined;
        throw error;
      });
    if (!page) return;
    const found = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])];
    yield found.map(({ Key = "", VersionId }) => (VersionId === undefined ? { Key } : { Key, VersionId }));
    after = page.IsTruncated
      ? {
          ...(page.NextKeyMarker !== undefined && { KeyMarker: page.NextKeyMarker }),
          ...(page.NextVersionIdMarker !== undefined && { VersionIdMarker: page.NextVersionIdMarker }),
        }
      : undefined;
  }
}
