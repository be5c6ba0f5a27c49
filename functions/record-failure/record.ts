import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { awsErrorName } from "../aws-errors.ts";
import { takeClaim } from "../claim/claims.ts";
import { environment } from "../environment.ts";
import type { WorkflowInput } from "../reminder.ts";
import { type FailureRecord, failureKey } from "../storage.ts";

/** What the workflow hands to `RecordFailure`: its own input, and the error output of the state that failed. */
export interface FailureInput {
  input: WorkflowInput;
  failure: { Error: string; Cause?: string };
}

/** The failure could not be kept: the workflow tries again, for without the record the reminder is lost. */
export class FailureNotRecordedError extends Error {
  constructor(id: string, error: unknown) {
    super(`s3 did not keep the failure record of reminder ${id}: ${awsErrorName(error)}`, { cause: error });
    this.name = "FailureNotRecorded";
  }
}

const s3 = new S3Client({
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});

/** Step Functions leaves `Cause` out for some errors, a time-out for example. */
export const toFailureRecord = ({ input, failure }: FailureInput, failedAt: Date): FailureRecord => ({
  input: { ...input },
  error: failure.Error,
  cause: failure.Cause ?? "",
  failedAt: failedAt.toISOString(),
});

/**
 * Ends the attempt: from now on only a redrive can send the reminder. Where its mail was sent, or may have been, that
 * remains the claim. Answers false where the reminder was cancelled, so that there is nothing to record.
 */
export async function giveUp({ id, attempt }: WorkflowInput): Promise<boolean> {
  const { claim } = await takeClaim(id, "failed", attempt);
  return claim.state !== "cancelled";
}

/** Keeps what is needed to send the reminder later, in place of what an earlier attempt left; returns its key. */
export async function recordFailure(record: FailureRecord): Promise<string> {
  const key = failureKey(record.input.id);
  await s3.send(
    new PutObjectCommand({
      Bucket: environment("STORAGE_BUCKET"),
      Key: key,
      Body: JSON.stringify(record),
      ContentType: "application/json",
    }),
  );
  return key;
}
