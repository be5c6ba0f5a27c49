import { createHash } from "node:crypto";
import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { contentType, publicationText, publishWebsite } from "./website.ts";

const s3 = mockClient(S3Client);
const site = { endpoint: "http://localhost:4566", bucket: "site" };

beforeEach(() => {
  s3.reset();
  s3.on(PutObjectCommand).resolves({});
  s3.on(DeleteObjectsCommand).resolves({});
  s3.on(ListObjectsV2Command).resolves({ Contents: [] });
});
afterAll(() => s3.restore());

describe("publishing", () => {
  test("puts each file with its type, to be revalidated each time where nothing else is said", async () => {
    await publishWebsite({
      ...site,
      files: new Map([
        ["index.html", { body: "<p>" }],
        ["data", { body: new Uint8Array([1]), contentType: "application/x-thing" }],
        ["main-5f3a.js", { body: "", cacheControl: "public, max-age=31536000, immutable" }],
      ]),
    });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Bucket: "site",
        Key: "index.html",
        Body: "<p>",
        ContentType: "text/html; charset=utf-8",
        CacheControl: "no-cache",
      },
      {
        Bucket: "site",
        Key: "data",
        Body: new Uint8Array([1]),
        ContentType: "application/x-thing",
        CacheControl: "no-cache",
      },
      {
        Bucket: "site",
        Key: "main-5f3a.js",
        Body: "",
        ContentType: "text/javascript; charset=utf-8",
        CacheControl: "public, max-age=31536000, immutable",
      },
    ]);
    expect(s3.commandCalls(DeleteObjectsCommand)).toEqual([]);
  });

  test("removes what an earlier publication left, from every page of the list, after the puts", async () => {
    s3.on(ListObjectsV2Command)
      .resolvesOnce({
        Contents: [{ Key: "index.html" }, { Key: "old.js" }],
        NextContinuationToken: "more",
        IsTruncated: true,
      })
      .resolvesOnce({ Contents: [{ Key: "older.js" }] });
    await publishWebsite({ ...site, files: new Map([["index.html", { body: "" }]]) });
    expect(s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects)).toEqual([
      [{ Key: "old.js" }, { Key: "older.js" }],
    ]);
    expect(s3.calls().map(({ args }) => args[0].constructor)).toEqual([
      ListObjectsV2Command,
      ListObjectsV2Command,
      PutObjectCommand,
      DeleteObjectsCommand,
    ]);
  });

  test("a file that cannot be removed is an error that names it", async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: "old.js" }] });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: "old.js", Message: "Access Denied" }] });
    const publication = publishWebsite({ ...site, files: new Map() });
    await expect(publication).rejects.toMatchObject({ code: "STALE_FILE" });
    await expect(publication).rejects.toThrow(/old\.js.*Access Denied/);
  });
});

describe("a publication", () => {
  const md5 = (text: string) => `"${createHash("md5").update(text).digest("hex")}"`;
  const files = new Map([
    ["index.html", { body: "<p>Rex</p>" }],
    ["config.json", { body: new TextEncoder().encode("{}") }],
  ]);
  const bucketHolds = (contents: Record<string, string>) =>
    s3.on(ListObjectsV2Command).resolves({
      Contents: Object.entries(contents).map(([Key, text]) => ({ Key, ETag: md5(text) })),
    });

  test("of what the bucket holds already is unchanged", async () => {
    bucketHolds({ "index.html": "<p>Rex</p>", "config.json": "{}" });
    expect(publicationText(await publishWebsite({ ...site, files }))).toBe("unchanged (2 files)");
  });

  test("counts new, changed and removed files", async () => {
    bucketHolds({ "index.html": "<p>Cat</p>", "old.js": "" });
    const publication = await publishWebsite({ ...site, files });
    expect(publication).toEqual({ files: 2, changed: 2, removed: 1 });
    expect(publicationText(publication)).toBe("2 of 2 files are new, 1 removed");
  });
});

test.each([
  ["index.html", "text/html; charset=utf-8"],
  ["app.css", "text/css; charset=utf-8"],
  ["app.js", "text/javascript; charset=utf-8"],
  ["app.js.map", "application/json; charset=utf-8"],
  ["config.json", "application/json; charset=utf-8"],
  ["site.webmanifest", "application/manifest+json; charset=utf-8"],
  ["cat.svg", "image/svg+xml; charset=utf-8"],
  ["pictures/CAT.PNG", "image/png"],
  ["favicon.ico", "image/vnd.microsoft.icon"],
  ["unknown", "application/octet-stream"],
])("%s is %s", (key, type) => expect(contentType(key)).toBe(type));
