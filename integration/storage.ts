import { GetObjectCommand, ListObjectsV2Command, S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

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

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}
