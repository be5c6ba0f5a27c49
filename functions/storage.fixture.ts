import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, vi } from "vitest";
import { type Claim, type ClaimState, claimKey } from "./storage.ts";

/** An error of AWS's SDK; its message repeats an address, as SES's do. */
export const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error("no: rex@example.com"), { name, $metadata: { httpStatusCode, requestId: "r-1" } });

/** A storage bucket that is empty before each test, and keeps the conditions of conditional writes. */
export function mockStorage() {
  const s3 = mockClient(S3Client);
  const objects = new Map<string, { body: string; etag: string }>();
  let writes = 0;
  let interruption: ((key: string, body: string) => never) | undefined;
  const put = (key: string, body: string): string => {
    writes += 1;
    objects.set(key, { body, etag: `"${writes}"` });
    return `"${writes}"`;
  };
  beforeEach(() => {
    vi.stubEnv("STORAGE_BUCKET", "storage");
    objects.clear();
    s3.reset();
    s3.on(PutObjectCommand, { Bucket: "storage" }).callsFake(({ Key, Body, IfNoneMatch, IfMatch }) => {
      const interrupt = interruption;
      interruption = undefined;
      interrupt?.(Key, Body);
      const there = objects.get(Key);
      if (IfMatch !== undefined && !there) throw new NoSuchKey({ message: Key, $metadata: {} });
      if ((IfNoneMatch === "*" && there) || (IfMatch !== undefined && there?.etag !== IfMatch))
        throw awsError("PreconditionFailed", 412);
      return { ETag: put(Key, Body) };
    });
    s3.on(GetObjectCommand, { Bucket: "storage" }).callsFake(({ Key }) => {
      const there = objects.get(Key);
      if (!there) throw new NoSuchKey({ message: Key, $metadata: {} });
      return { ETag: there.etag, Body: { transformToString: async () => there.body } };
    });
  });
  const json = (key: string) => JSON.parse(objects.get(key)?.body ?? "null");
  return {
    s3,
    json,
    put,
    /** What happens to the next write instead. */
    interruptNextPut: (interrupt: (key: string, body: string) => never) => {
      interruption = interrupt;
    },
    keys: () => [...objects.keys()],
    claimOf: (id: string): Claim | null => json(claimKey(id)),
    /** Puts a claim there, as another call would have left it. */
    hasClaim: (id: string, state: ClaimState, attempt = 0) =>
      put(claimKey(id), JSON.stringify({ state, attempt, at: "2030-01-01T00:00:00.000Z", by: "another" })),
  };
}
