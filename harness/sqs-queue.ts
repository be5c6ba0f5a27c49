import type { SFNClientConfig } from "@aws-sdk/client-sfn";
import type { EventQueue } from "./mail-relay.ts";

/** The SDK's package for SQS is not installed: only suites that run on AWS need it. */
export class SqsNotInstalledError extends Error {
  override readonly name = "SqsNotInstalledError";

  constructor(cause: unknown) {
    super(`the package ${PACKAGE} is not installed: npm install --no-save ${PACKAGE}@${VERSION}`, { cause });
  }
}

const PACKAGE = "@aws-sdk/client-sqs";
const VERSION = "3.1169.0";

/** As much of the package as is used. */
interface Sqs {
  SQSClient: new (
    config: Pick<SFNClientConfig, "region" | "endpoint" | "credentials">,
  ) => {
    send<Output>(command: object, options: { abortSignal: AbortSignal }): Promise<Output>;
    destroy(): void;
  };
  ReceiveMessageCommand: new (input: {
    QueueUrl: string;
    MaxNumberOfMessages: number;
    WaitTimeSeconds: number;
  }) => object;
  DeleteMessageBatchCommand: new (input: {
    QueueUrl: string;
    Entries: { Id: string; ReceiptHandle: string }[];
  }) => object;
}

/** Seconds that a look at the queue waits for messages: SQS's longest. */
const WAIT = 20;
/** Messages in one answer: SQS's most. */
const BATCH = 10;

/**
 * A queue in SQS as the mail relay reads it.
 * @throws SqsNotInstalledError
 */
export async function sqsQueue(
  config: Pick<SFNClientConfig, "region" | "endpoint" | "credentials">,
  queueUrl: string,
): Promise<EventQueue & Disposable> {
  const { SQSClient, ReceiveMessageCommand, DeleteMessageBatchCommand } = await load();
  const client = new SQSClient(config);
  return {
    async receive(signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: BATCH,
        WaitTimeSeconds: WAIT,
      });
      type Received = { Messages?: { Body?: string; ReceiptHandle?: string }[] };
      const { Messages = [] } = await client.send<Received>(command, { abortSignal: signal });
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

async function load(): Promise<Sqs> {
  try {
    // by a name that is not a literal, because it need not be there
    return (await import(PACKAGE as string)) as Sqs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_MODULE_NOT_FOUND")
      throw new SqsNotInstalledError(error);
    throw error;
  }
}
