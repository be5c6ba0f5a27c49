import { randomUUID } from "node:crypto";
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import * as v from "valibot";
import { environment } from "../environment.ts";
import { STORAGE_ANSWER_SECONDS, STORAGE_ATTEMPTS } from "../limits.ts";
import { Claim, type ClaimState, claimKey, mayReplace } from "../storage.ts";

const s3 = new S3Client({
  maxAttempts: STORAGE_ATTEMPTS,
  requestHandler: {
    connectionTimeout: 1_000,
    requestTimeout: STORAGE_ANSWER_SECONDS * 1_000,
    throwOnRequestTimeout: true,
  },
});

/** A claim as it is in the storage bucket now. */
export interface StoredClaim {
  claim: Claim;
  etag: string;
}

/** Others changed the claim each time that this call tried to: try again. */
export class ClaimContendedError extends Error {
  constructor(id: string) {
    super(`the claim on reminder ${id} changed ${TRIES} times while it was to be written: try again`);
    this.name = "ClaimContended";
  }
}

const TRIES = 5;

/**
 * Writes a claim where there is none, or where {@link mayReplace} allows it, in one atomic step.
 * @returns the claim that holds now: `taken` says whether it is the one that this call wrote
 * @throws ClaimContendedError, what S3 refuses
 */
export async function takeClaim(
  id: string,
  state: ClaimState,
  attempt: number,
): Promise<StoredClaim & { taken: boolean }> {
  const claim = newClaim({ state, attempt });
  let expected: string | undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const etag = await write(id, claim, expected);
    if (etag !== undefined) return { claim, etag, taken: true };
    const found = await read(id);
    // the answer to an earlier try of the same write got lost on its way
    if (found?.claim.by === claim.by) return { ...found, taken: true };
    if (found && !mayReplace(found.claim, attempt)) return { ...found, taken: false };
    expected = found?.etag;
  }
  throw new ClaimContendedError(id);
}

/**
 * Records what came of a claim that this process has taken.
 * @throws ClaimContendedError where it is no longer this process's claim, what S3 refuses
 */
export async function settleClaim(
  id: string,
  { claim: { attempt }, etag }: StoredClaim,
  outcome: Pick<Claim, "state" | "messageId">,
): Promise<void> {
  const claim = newClaim({ ...outcome, attempt });
  if ((await write(id, claim, etag)) !== undefined) return;
  if ((await read(id))?.claim.by !== claim.by) throw new ClaimContendedError(id);
}

const newClaim = (fields: Omit<Claim, "at" | "by">): Claim => ({
  ...fields,
  at: new Date().toISOString(),
  by: randomUUID(),
});

/** @param expected the entity tag of the claim to replace; without one there must be no claim
 * @returns the new entity tag; undefined where the condition does not hold */
async function write(id: string, claim: Claim, expected: string | undefined): Promise<string | undefined> {
  try {
    const { ETag } = await s3.send(
      new PutObjectCommand({
        Bucket: environment("STORAGE_BUCKET"),
        Key: claimKey(id),
        Body: JSON.stringify(claim),
        ContentType: "application/json",
        ...(expected === undefined ? { IfNoneMatch: "*" } : { IfMatch: expected }),
      }),
    );
    return ETag ?? "";
  } catch (error) {
    // S3: the condition does not hold, another write is under way, or the object to replace is gone
    const names = ["PreconditionFailed", "ConditionalRequestConflict", "NoSuchKey"];
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}

async function read(id: string): Promise<StoredClaim | undefined> {
  try {
    const { Body, ETag = "" } = await s3.send(
      new GetObjectCommand({ Bucket: environment("STORAGE_BUCKET"), Key: claimKey(id) }),
    );
    const text = (await Body?.transformToString()) ?? "";
    return { claim: v.parse(Claim, JSON.parse(text)), etag: ETag };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
