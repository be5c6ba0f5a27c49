import {
  CreateQueueCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { clientConfig, poll } from "localstack-harness";

/** A queue of one test; `await using` removes it. */
export class ThrowawayQueue implements AsyncDisposable {
  readonly #client: SQSClient;
  readonly name: string;
  /** As CreateQueue returned it. */
  readonly url: string;

  private constructor(client: SQSClient, name: string, url: string) {
    this.#client = client;
    this.name = name;
    this.url = url;
  }

  static async create(endpoint: string, name = `throwaway-${crypto.randomUUID()}`): Promise<ThrowawayQueue> {
    const client = new SQSClient(clientConfig(endpoint));
    const { QueueUrl = "" } = await client.send(new CreateQueueCommand({ QueueName: name }));
    return new ThrowawayQueue(client, name, QueueUrl);
  }

  get arn(): string {
    return `arn:aws:sqs:us-east-1:000000000000:${this.name}`;
  }

  /** The next message, with its attributes. */
  receive(within = 15_000) {
    return poll({ awaiting: `a message in ${this.name}`, within }, async (signal) => {
      const { Messages } = await this.#client.send(
        new ReceiveMessageCommand({ QueueUrl: this.url, MessageAttributeNames: ["All"] }),
        { abortSignal: signal },
      );
      const message = Messages?.[0];
      if (!message) return { seen: "none" };
      return { done: { body: message.Body ?? "", attributes: message.MessageAttributes ?? {} } };
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.send(new DeleteQueueCommand({ QueueUrl: this.url }));
    this.#client.destroy();
  }
}
