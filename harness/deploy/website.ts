import {
  DeleteObjectsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { lookup } from "mrmime";
import { clientConfig } from "../aws/client-config.ts";

export interface WebsiteFile {
  body: Uint8Array | string;
  /** Guessed from the key's extension where it is not given. */
  contentType?: string;
  /** Default: `no-cache`. Browsers ask each time whether it changed, so that a new deployment shows at once. */
  cacheControl?: string;
}

export interface WebsiteOptions {
  /** Where LocalStack answers, or how a client of another S3 is configured. */
  endpoint: string | S3ClientConfig;
  bucket: string;
  /** By key, such as `index.html` or `pictures/cat.svg`. */
  files: Map<string, WebsiteFile>;
}

/** S3 deletes that many objects in one request. */
const DELETE_BATCH = 1_000;

/**
 * Makes the bucket hold these files and no others. New files go up before old ones go, so that a page which is open
 * meanwhile finds what it asks for.
 */
export async function publishWebsite({ endpoint, bucket, files }: WebsiteOptions): Promise<void> {
  const client = new S3Client(typeof endpoint === "string" ? clientConfig(endpoint) : endpoint);
  try {
    await Promise.all([...files].map(([key, file]) => put(client, bucket, key, file)));
    await removeOthers(client, bucket, files);
  } finally {
    client.destroy();
  }
}

async function put(client: S3Client, bucket: string, key: string, file: WebsiteFile): Promise<void> {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: file.body,
      ContentType: file.contentType ?? contentType(key),
      CacheControl: file.cacheControl ?? "no-cache",
    }),
  );
}

async function removeOthers(client: S3Client, bucket: string, files: Map<string, unknown>): Promise<void> {
  const stale: { Key: string }[] = [];
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key } of page.Contents ?? []) if (Key !== undefined && !files.has(Key)) stale.push({ Key });
  }
  for (let at = 0; at < stale.length; at += DELETE_BATCH) {
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: stale.slice(at, at + DELETE_BATCH) } }),
    );
    const [first] = Errors;
    if (first) throw new StaleFileError(bucket, first.Key ?? "", first.Message ?? first.Code ?? "");
  }
}

/** A file of an earlier publication could not be removed. */
export class StaleFileError extends Error {
  override readonly name = "StaleFileError";

  constructor(bucket: string, key: string, reason: string) {
    super(`${key}, left from an earlier publication, cannot be removed from ${bucket}: ${reason}`);
  }
}

/** What mrmime does not know, from IANA's registry of media types. */
const MORE_TYPES: Record<string, string> = { ico: "image/vnd.microsoft.icon" };

/** What a browser is told that a file is. Text says its character set: without it, browsers guess. */
export function contentType(key: string): string {
  const extension = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  const type = lookup(extension) ?? MORE_TYPES[extension] ?? "application/octet-stream";
  return /^text\/|[/+](json|xml|javascript)$/.test(type) ? `${type}; charset=utf-8` : type;
}
