// NodejsFunction leaves the AWS SDK out of the bundle: AWS's runtime has it
import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient();

export async function handler({ body }: { body: string }) {
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: body }));
  return { statusCode: 202, body: JSON.stringify({ id: sent.MessageId }) };
}
