import { createHash } from "node:crypto";
import {
  DeleteObjectsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { lookup } from "mrmime";
import { clientConfig } from "../aws/client-config.ts";
import { HarnessError } from "../core/errors.ts";

/** A file of a website. */
export interface WebsiteFile {
  body: Uint8Array | string;
  /** Guessed from the key's extension where it is not given. */
  contentType?: string;
  /** Default: `no-cache`. Browsers ask each time whether it changed, so that a new deployment shows at once. */
  cacheControl?: string;
}

/** What {@link publishWebsite} publishes, and where. */
export interface WebsiteOptions {
  /** Where LocalStack answers, or how a client of another S3 is configured. */
  endpoint: string | S3ClientConfig;
  bucket: string;
  /** By key, such as `index.html` or `pictures/cat.svg`. */
  files: Map<string, WebsiteFile>;
  /** Whether files whose content is in the bucket already stay as they are. Default: no. */
  onlyChanged?: boolean;
}

/** S3 deletes that many objects in one request. */
const DELETE_BATCH = 1_000;

/** How many files a publication has, and how many of them the bucket did not hold like this before. */
export interface Publication {
  files: number;
  changed: number;
  removed: number;
}

/**
 * Makes the bucket hold these files and no others. New files go up before old ones go, so that a page which is open
 * meanwhile finds what it asks for.
 * @throws HarnessError `STALE_FILE` where a file of an earlier publication cannot be removed
 */
export async function publishWebsite({
  endpoint,
  bucket,
  files,
  onlyChanged,
}: WebsiteOptions): Promise<Publication> {
  const client = new S3Client(typeof endpoint === "string" ? clientConfig(endpoint) : endpoint);
  try {
    const before = await hashesIn(client, bucket);
    const changed = [...files].filter(([key, { body }]) => before.get(key) !== md5(body));
    await Promise.all(
      (onlyChanged ? changed : [...files]).map(([key, file]) => put(client, bucket, key, file)),
    );
    const stale = [...before.keys()].filter((key) => !files.has(key));
    await remove(client, bucket, stale);
    return { files: files.size, changed: changed.length, removed: stale.length };
  } finally {
    client.destroy();
  }
}

/** "unchanged", or what is new in the bucket. */
export function publicationText({ files, changed, removed }: Publication): string {
  if (changed === 0 && removed === 0) return `unchanged (${files} files)`;
  const gone = removed > 0 ? `, ${removed} removed` : "";
  return `${changed} of ${files} files are new${gone}`;
}

const md5 = (body: WebsiteFile["body"]): string => createHash("md5").update(body).digest("hex");

/** S3's ETag of an object that was put in one piece is its MD5 hash in quotes (S3 API Reference, Object). */
async function hashesIn(client: S3Client, bucket: string): Promise<Map<string, string>> {
  const hashes = new Map<string, string>();
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    for (const { Key = "", ETag = "" } of Contents) hashes.set(Key, ETag.replaceAll('"', ""));
  }
  return hashes;
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

async function remove(client: S3Client, bucket: string, keys: readonly string[]): Promise<void> {
  for (let at = 0; at < keys.length; at += DELETE_BATCH) {
    const Objects = keys.slice(at, at + DELETE_BATCH).map((Key) => ({ Key }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }),
    );
    const [first] = Errors;
    if (!first) continue;
    const reason = first.Message ?? first.Code ?? "";
    throw new HarnessError(
      "STALE_FILE",
      `${first.Key}, left from an earlier publication, cannot be removed from ${bucket}: ${reason}`,
    );
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
