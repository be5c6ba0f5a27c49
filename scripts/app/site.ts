import { createHash } from "node:crypto";
import { paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { stop } from "esbuild";
import { clientConfig } from "../../harness/aws/client-config.ts";
import { publishWebsite, type WebsiteFile } from "../../harness/deploy/website.ts";
import { buildSite } from "../build-site.ts";
import type { App } from "./petcuddleotron.ts";

/** How many files a publication has, and how many of them the bucket did not hold like this before. */
export interface Publication {
  files: number;
  changed: number;
  removed: number;
}

/** Builds the page for an app and publishes it in the app's bucket. */
export async function publishSite(endpoint: string, app: App): Promise<Publication> {
  const files = await buildSite({ apiUrl: app.apiUrl });
  // its process would stay for as long as this one does
  await stop();
  const before = await hashesIn(endpoint, app.siteBucket);
  await publishWebsite({ endpoint, bucket: app.siteBucket, files });
  return compare(before, files);
}

/** "unchanged", or what is new in the bucket. */
export function publicationText({ files, changed, removed }: Publication): string {
  if (changed === 0 && removed === 0) return `unchanged (${files} files)`;
  const gone = removed > 0 ? `, ${removed} removed` : "";
  return `${changed} of ${files} files are new${gone}`;
}

/** What a publication changes in a bucket that held these MD5 hashes, by key. */
export function compare(before: ReadonlyMap<string, string>, files: Map<string, WebsiteFile>): Publication {
  const changed = [...files].filter(([key, { body }]) => before.get(key) !== md5(body)).length;
  const removed = [...before.keys()].filter((key) => !files.has(key)).length;
  return { files: files.size, changed, removed };
}

const md5 = (body: WebsiteFile["body"]): string => createHash("md5").update(body).digest("hex");

/** S3's ETag of an object that was put in one piece is its MD5 hash in quotes (S3 API Reference, Object). */
async function hashesIn(endpoint: string, bucket: string): Promise<Map<string, string>> {
  const client = new S3Client(clientConfig(endpoint));
  const hashes = new Map<string, string>();
  try {
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
      for (const { Key = "", ETag = "" } of Contents) hashes.set(Key, ETag.replaceAll('"', ""));
    }
    return hashes;
  } finally {
    client.destroy();
  }
}
