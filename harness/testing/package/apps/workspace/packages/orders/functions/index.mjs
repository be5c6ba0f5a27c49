import { SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

export async function handler(order) {
  const sent = await new SQSClient().send(
    new SendMessageCommand({ QueueUrl: process.env.QUEUE_URL, MessageBody: JSON.stringify(order) }),
  );
  console.log(`order ${order.id} is queued`);
  return { region: process.env.AWS_REGION, messageId: sent.MessageId };
}
