/** A topic that filters for a queue, whose function fails for one message: it ends in a second queue. */
import { CfnOutput, Duration, type Stack } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { SubscriptionFilter, Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { inlineFunction } from "./handlers.ts";

const HANDLER = `
exports.handler = async ({ Records }) => {
  const { Message } = JSON.parse(Records[0].body);
  console.log("message", Message);
  if (Message === "bad") throw new Error("cannot read it");
};`;

export function addMessages(stack: Stack): void {
  const failed = new Queue(stack, "Failed");
  const queue = new Queue(stack, "Dogs", {
    visibilityTimeout: Duration.seconds(1),
    deadLetterQueue: { queue: failed as IQueue, maxReceiveCount: 1 },
  });
  const topic = new Topic(stack, "Pets");
  topic.addSubscription(
    new SqsSubscription(queue as IQueue, {
      filterPolicy: { kind: SubscriptionFilter.stringFilter({ allowlist: ["dog"] }) },
    }),
  );
  const reader = inlineFunction(stack, "Reader", HANDLER, { timeout: Duration.seconds(1) }) as IFunction;
  reader.addEventSource(new SqsEventSource(queue as IQueue, { batchSize: 1 }));
  new CfnOutput(stack, "TopicArn", { value: topic.topicArn });
  new CfnOutput(stack, "FailedUrl", { value: failed.queueUrl });
  new CfnOutput(stack, "ReaderLog", { value: `/aws/lambda/${reader.functionName}` });
}
