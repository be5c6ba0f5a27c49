import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientConfig, poll } from "localstack-harness";

/** Takes so many messages of a queue, within 30 s, and returns their bodies as JSON. */
export async function messagesOf<T = unknown>(
  endpoint: string,
  QueueUrl: string | undefined,
  count: number,
): Promise<T[]> {
  const client = new SQSClient(clientConfig(endpoint));
  const found: T[] = [];
  const awaiting = `${count} messages in ${QueueUrl}`;
  const taken = await poll({ awaiting, within: 30_000 }, async (abortSignal) => {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
      { abortSignal },
    );
    for (const { Body = "", ReceiptHandle } of Messages) {
      found.push(JSON.parse(Body));
      await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
    return found.length >= count ? { done: found } : { seen: JSON.stringify(found) };
  });
  client.destroy();
  return taken;
}
