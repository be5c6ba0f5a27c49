import { DeleteLayerVersionCommand, LambdaClient, PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { clientConfig } from "localstack-harness";

/** A layer made for one test, of the files given by name; `await using` removes all its versions. */
export class ThrowawayLayer implements AsyncDisposable {
  readonly #client: LambdaClient;
  readonly #name = `throwaway-${crypto.randomUUID()}`;
  readonly #versions: number[] = [];
  /** Of its latest version. */
  arn = "";

  private constructor(endpoint: string) {
    this.#client = new LambdaClient(clientConfig(endpoint));
  }

  static async create(endpoint: string, files: Record<string, string>): Promise<ThrowawayLayer> {
    const layer = new ThrowawayLayer(endpoint);
    await layer.publish(files);
    return layer;
  }

  /** Makes another version. */
  async publish(files: Record<string, string>): Promise<void> {
    const content = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]));
    const { LayerVersionArn = "", Version = 0 } = await this.#client.send(
      new PublishLayerVersionCommand({ LayerName: this.#name, Content: { ZipFile: zipSync(content) } }),
    );
    this.#versions.push(Version);
    this.arn = LayerVersionArn;
  }

  /** Deletes its versions: functions that have one keep it. */
  async delete(): Promise<void> {
    for (const VersionNumber of this.#versions.splice(0))
      await this.#client.send(new DeleteLayerVersionCommand({ LayerName: this.#name, VersionNumber }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.delete();
    this.#client.destroy();
  }
}
