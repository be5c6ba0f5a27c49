import {
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { type Claim, type ClaimState, claimKey } from "../functions/storage.ts";

/** The storage bucket, as an operator sees it. */
export class Storage implements Disposable {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(config: S3ClientConfig, bucket: string) {
    this.#client = new S3Client(config);
    this.#bucket = bucket;
  }

  /** The keys that begin so. */
  async keys(prefix: string): Promise<string[]> {
    const page = await this.#client.send(new ListObjectsV2Command({ Bucket: this.#bucket, Prefix: prefix }));
    return (page.Contents ?? []).flatMap(({ Key }) => Key ?? []);
  }

  /** An object that is JSON. */
  async json(key: string): Promise<unknown> {
    const object = await this.#client.send(new GetObjectCommand({ Bucket: this.#bucket, Key: key }));
    return JSON.parse((await object.Body?.transformToString()) ?? "");
  }

  /** What the claim on a reminder says; undefined where there is none. */
  async claimOf(id: string): Promise<ClaimState | undefined> {
    try {
      return ((await this.json(claimKey(id))) as Claim).state;
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  }

  /** Leaves a claim, as a function does that dies while it holds it. */
  async leaveClaim(id: string, state: ClaimState): Promise<void> {
    const claim: Claim = { state, attempt: 0, at: new Date().toISOString(), by: crypto.randomUUID() };
    await this.#client.send(
      new PutObjectCommand({ Bucket: this.#bucket, Key: claimKey(id), Body: JSON.stringify(claim) }),
    );
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}
