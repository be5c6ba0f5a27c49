import {
  DeleteObjectCommand,
  GetObjectCommand,
  NoSuchKey,
  paginateListObjectsV2,
  type S3Client,
} from "@aws-sdk/client-s3";
import * as v from "valibot";
import { FAILURES_PREFIX, FailureRecord, failureKey } from "../../functions/storage.ts";

/** A failure record that cannot be replayed as it is. */
export class UnreadableFailureError extends Error {
  override readonly name = "UnreadableFailureError";
}

/** The failure records in the storage bucket, one object a reminder that could not be sent. */
export class Failures {
  readonly #s3: S3Client;
  readonly #bucket: string;

  constructor(s3: S3Client, bucket: string) {
    this.#s3 = s3;
    this.#bucket = bucket;
  }

  /** The ids of all reminders that failed. */
  async ids(abortSignal?: AbortSignal): Promise<string[]> {
    const ids: string[] = [];
    const pages = paginateListObjectsV2(
      { client: this.#s3 },
      { Bucket: this.#bucket, Prefix: FAILURES_PREFIX },
      abortSignal ? { abortSignal } : {},
    );
    for await (const { Contents = [] } of pages) {
      for (const { Key = "" } of Contents) {
        const id = /^([^/]+)\.json$/.exec(Key.slice(FAILURES_PREFIX.length))?.[1];
        if (id) ids.push(id);
      }
    }
    return ids;
  }

  /**
   * The record of one failure; undefined where there is none (any more).
   * @throws UnreadableFailureError where it does not say what is to be replayed
   */
  async read(id: string, abortSignal?: AbortSignal): Promise<FailureRecord | undefined> {
    const text = await this.#text(id, abortSignal);
    if (text === undefined) return undefined;
    const where = `s3://${this.#bucket}/${failureKey(id)}`;
    const result = v.safeParse(FailureRecord, parsed(text, where));
    if (!result.success) {
      const field = v.getDotPath(result.issues[0]) ?? "it";
      throw new UnreadableFailureError(
        `${where} cannot be replayed: ${field} is not as it must be; repair or delete it`,
      );
    }
    if (result.output.input.id !== id) {
      throw new UnreadableFailureError(
        `${where} cannot be replayed: it is the record of ${result.output.input.id}; repair or delete it`,
      );
    }
    return result.output;
  }

  /** Deletes a record; that it is gone already is no error. */
  async delete(id: string, abortSignal?: AbortSignal): Promise<void> {
    const command = new DeleteObjectCommand({ Bucket: this.#bucket, Key: failureKey(id) });
    await this.#s3.send(command, abortSignal ? { abortSignal } : {});
  }

  async #text(id: string, abortSignal?: AbortSignal): Promise<string | undefined> {
    const command = new GetObjectCommand({ Bucket: this.#bucket, Key: failureKey(id) });
    try {
      const { Body } = await this.#s3.send(command, abortSignal ? { abortSignal } : {});
      return await Body?.transformToString();
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }
}

function parsed(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UnreadableFailureError(`${where} is not JSON; repair or delete it`, { cause });
  }
}
