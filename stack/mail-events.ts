import { ConfigurationSet, EmailSendingEvent, EventDestination } from "aws-cdk-lib/aws-ses";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";

/**
 * Reports the events of each mail (delivered, bounced …) to a queue, where the end-to-end suites read them: on AWS there
 * is no other way to know that a mail arrived. For suites only; the events contain addresses, so they expire after an hour.
 */
export class MailEvents extends Construct {
  readonly queue: Queue;
  readonly configurationSet: ConfigurationSet;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.queue = new Queue(this, "Queue", {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.hours(1),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const topic = new Topic(this, "Topic", { enforceSSL: true });
    topic.addSubscription(new SqsSubscription(this.queue, { rawMessageDelivery: true }));
    this.configurationSet = new ConfigurationSet(this, "ConfigurationSet");
    this.configurationSet.addEventDestination("ToTopic", {
      destination: EventDestination.snsTopic(topic),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
  }
}
