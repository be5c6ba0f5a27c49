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
  /** Default: by the key's extension. */
  contentType?: string;
  /** Default: `no-cache`. Browsers then ask each time whether it changed, so that they show a new deployment immediately. */
  cacheControl?: string;
}

/** What {@link publishWebsite} publishes, and where. */
export interface WebsiteOptions {
  /** Where LocalStack answers, or the configuration of a client for another S3. */
  endpoint: string | S3ClientConfig;
  bucket: string;
  /** By key, such as `index.html` or `pictures/cat.svg`. */
  files: Map<string, WebsiteFile>;
  /** Whether files whose content is in the bucket already stay as they are. Default: no. */
  onlyChanged?: boolean;
}

/** S3's maximum for one request. */
const DELETE_BATCH = 1_000;

/** How many files a publication has, and how many of them are new or changed. */
export interface Publication {
  files: number;
  changed: number;
  removed: number;
}

/**
 * Makes these files the contents of the bucket. It uploads new files before it deletes old ones, so that an open page
 * still finds its files.
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

/** "unchanged", or how many files are new. */
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

/** Media types of IANA's registry that mrmime lacks. */
const MORE_TYPES: Record<string, string> = { ico: "image/vnd.microsoft.icon" };

/** The media type for browsers, with the character set of text, which they would guess otherwise. */
export function contentType(key: string): string {
  const extension = key.slice(key.lastIndexOf(".") + 1).toLowerCase();
  const type = lookup(extension) ?? MORE_TYPES[extension] ?? "application/octet-stream";
  return /^text\/|[/+](json|xml|javascript)$/.test(type) ? `${type}; charset=utf-8` : type;
}
