import { DeleteObjectsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { contentType, publishWebsite, StaleFileError } from "./website.ts";

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
      PutObjectCommand,
      ListObjectsV2Command,
      ListObjectsV2Command,
      DeleteObjectsCommand,
    ]);
  });

  test("a file that cannot be removed is an error that names it", async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: "old.js" }] });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: "old.js", Message: "Access Denied" }] });
    const publication = publishWebsite({ ...site, files: new Map() });
    await expect(publication).rejects.toThrow(StaleFileError);
    await expect(publication).rejects.toThrow(/old\.js.*Access Denied/);
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
