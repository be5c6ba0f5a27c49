import { GetObjectCommand, NoSuchKey, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import type { Clients } from "../aws/clients.ts";
import type { StackResource } from "../resources/stack-resource.ts";
import type { BucketObject } from "./bucket.ts";

/**
 * All objects of a bucket, by key.
 * @param reads of which objects the content is read, too
 */
export async function readObjects(
  clients: Pick<Clients, "of">,
  { physicalId: Bucket, place }: Pick<StackResource, "physicalId" | "place">,
  reads: ((object: BucketObject) => boolean) | undefined,
  abortSignal?: AbortSignal,
): Promise<BucketObject[]> {
  const client = clients.of(S3Client, place);
  const options = abortSignal ? { abortSignal } : {};
  const objects: BucketObject[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket }, options))
    for (const { Key: key = "", Size: size = 0, LastModified: time = new Date(0) } of Contents)
      objects.push({ key, size, time });
  if (!reads) return objects;
  const contentOf = async (Key: string): Promise<string | undefined> => {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }), options);
      return await Body?.transformToString();
    } catch (error) {
      // deleted since it was listed
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };
  return Promise.all(
    objects.map(async (object) =>
      reads(object) ? { ...object, body: await contentOf(object.key) } : object,
    ),
  );
}
