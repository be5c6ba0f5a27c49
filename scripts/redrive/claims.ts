import { GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import * as v from "valibot";
import { COMPLETION_UNCERTAIN_ERRORS } from "../../functions/reminder.ts";
import { Claim, claimKey, type FailureRecord } from "../../functions/storage.ts";

/** A claim that cannot be read. */
export class UnreadableClaimError extends Error {
  override readonly name = "UnreadableClaimError";
}

export interface StoredClaim {
  claim: Claim;
  etag: string;
}

/** The claims in the storage bucket, which say whether a reminder was sent. */
export class Claims {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /**
   * The claim on a reminder; undefined where nothing was decided.
   * @throws UnreadableClaimError
   */
  async read(id: string, abortSignal: AbortSignal): Promise<StoredClaim | undefined> {
    try {
      const { Body, ETag = "" } = await this.#s3.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: claimKey(id) }),
        { abortSignal },
      );
      return { claim: v.parse(Claim, JSON.parse((await Body?.transformToString()) ?? "")), etag: ETag };
    } catch (cause) {
      if (cause instanceof NoSuchKey) return undefined;
      if (!(cause instanceof SyntaxError || cause instanceof v.ValiError)) throw cause;
      throw new UnreadableClaimError(
        `s3://${this.#bucket}/${claimKey(id)} is not a claim: find out whether the reminder was sent, then delete it`,
        { cause },
      );
    }
  }

  /** Lets a mail be sent again whose fate is unknown: only an operator may decide that. */
  async release(id: string, { claim, etag }: StoredClaim, abortSignal: AbortSignal): Promise<void> {
    const released: Claim = {
      state: "refused",
      attempt: claim.attempt,
      at: new Date().toISOString(),
      by: crypto.randomUUID(),
    };
    const command = new PutObjectCommand({
      Bucket: this.#bucket,
      Key: claimKey(id),
      Body: JSON.stringify(released),
      ContentType: "application/json",
      IfMatch: etag,
    });
    await this.#s3.send(command, { abortSignal });
  }
}

/** Which of the two mails SES may have taken although the attempt failed, if any: a replay would send it again. */
export function uncertainMail(
  { error }: FailureRecord,
  claim: Claim | undefined,
): "reminder" | "completion mail" | undefined {
  if (claim?.state === "sending") return "reminder";
  if (claim?.state === "sent" && COMPLETION_UNCERTAIN_ERRORS.includes(error)) return "completion mail";
  return undefined;
}
