/** Services that act on each other: SNS → SQS → Lambda → DynamoDB and EventBridge → SQS, and Scheduler → SQS. */
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { SqsSendMessage } from "aws-cdk-lib/aws-scheduler-targets";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const pets = new Table(stack, "Pets", {
  partitionKey: { name: "name", type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});
const news = new Topic(stack, "News");
const jobs = new Queue(stack, "Jobs");
const audit = new Queue(stack, "Audit");
const bus = new EventBus(stack, "Bus");
news.addSubscription(new SqsSubscription(jobs));
new Rule(stack, "Walked", {
  eventBus: bus,
  eventPattern: { detailType: ["Walked"] },
  targets: [new SqsQueue(audit)],
});
new Schedule(stack, "Nightly", {
  schedule: ScheduleExpression.cron({ minute: "0", hour: "0", day: "1", month: "1" }),
  target: new SqsSendMessage(jobs),
});
const worker = new Fn(stack, "Worker", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  timeout: Duration.seconds(20),
  environment: { TABLE: pets.tableName, BUS: bus.eventBusName },
  code: Code.fromInline(`
    const { DynamoDBClient, PutItemCommand, TransactWriteItemsCommand, BatchGetItemCommand } = require("@aws-sdk/client-dynamodb");
    const { EventBridgeClient, PutEventsCommand } = require("@aws-sdk/client-eventbridge");
    const { TABLE: TableName, BUS: EventBusName } = process.env;
    exports.handler = async ({ Records }) => {
      const dynamodb = new DynamoDBClient();
      for (const { messageId } of Records) {
        const Item = { name: { S: messageId } };
        await dynamodb.send(new PutItemCommand({ TableName, Item }));
        await dynamodb.send(new TransactWriteItemsCommand({ TransactItems: [{ Update: {
          TableName, Key: Item, UpdateExpression: "SET age = :a", ExpressionAttributeValues: { ":a": { N: "1" } } } }] }));
        await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys: [Item] } } }));
        await new EventBridgeClient().send(new PutEventsCommand({ Entries: [
          { EventBusName, Source: "worker", DetailType: "Walked", Detail: JSON.stringify({ messageId }) }] }));
      }
    };`),
});
worker.addEventSource(new SqsEventSource(jobs));
worker.addToRolePolicy(
  new PolicyStatement({
    actions: ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchGetItem"],
    resources: [pets.tableArn],
  }),
);
bus.grantPutEventsTo(worker);
const announcer = new Fn(stack, "Announcer", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  timeout: Duration.seconds(20),
  environment: { TOPIC: news.topicArn },
  code: Code.fromInline(`
    const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
    exports.handler = ({ text }) => new SNSClient().send(new PublishCommand({ TopicArn: process.env.TOPIC, Message: text }));`),
});
news.grantPublish(announcer);
new CfnOutput(stack, "AnnouncerName", { value: announcer.functionName });
