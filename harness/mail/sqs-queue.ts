import {
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
  type SQSClientConfig,
} from "@aws-sdk/client-sqs";
import type { EventQueue } from "./mail-relay.ts";

/** Seconds that a look at the queue waits for messages: SQS's longest. */
const WAIT = 20;
/** Messages in one answer: SQS's most. */
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
      // one that is not deleted comes again, which the relay does not mind
      await client.send(command, { abortSignal: signal });
    },
    [Symbol.dispose]: () => client.destroy(),
  };
}
