import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { EventQueue } from "./mail-relay.ts";

/** Seconds that a request waits for messages: SQS's maximum. */
const WAIT = 20;
/** Messages in one response: SQS's maximum. */
const BATCH = 10;

/** A queue in SQS as the mail relay reads it. */
export function sqsQueue(config: SQSClientConfig, queueUrl: string): EventQueue & Disposable {
  const client = new SQSClient(config);
  return {
    async receive(signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT,
      });
      const { Messages = [] } = await client.send(command, { abortSignal: signal });
      return Messages.map(({ Body = "", ReceiptHandle = "" }) => ({ body: Body, receipt: ReceiptHandle }));
    },
    async remove(messages, signal) {
      const Entries = messages.map(({ receipt }, index) => ({ Id: String(index), ReceiptHandle: receipt }));
      const command = new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries });
      // a message that is not deleted is delivered again, which the relay ignores
      await client.send(command, { abortSignal: signal });
    },
    [Symbol.dispose]: () => client.destroy(),
  };
}
