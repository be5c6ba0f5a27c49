import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { clientConfig } from "../harness/aws.ts";

/** The storage bucket, as an operator sees it. */
export class Storage implements Disposable {
  readonly #client: S3Client;
  readonly #bucket: string;

  constructor(endpoint: string, bucket: string) {
    this.#client = new S3Client({ ...clientConfig(endpoint), forcePathStyle: true });
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

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}
