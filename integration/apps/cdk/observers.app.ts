/** A function with a URL and an HTTP API that leaves something in a table, a bucket, a bus, a topic, and by this one in a queue. */
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { EventBus, Rule, RuleTargetInput, Schedule } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { Code, Function as Fn, FunctionUrlAuthType, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const data = new Construct(stack, "Data");

const greeted = new Table(data, "Greeted", {
  partitionKey: { name: "name", type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  removalPolicy: RemovalPolicy.DESTROY,
});
const cards = new Bucket(data, "Cards", { removalPolicy: RemovalPolicy.DESTROY });
const bus = new EventBus(stack, "Events");
const news = new Topic(stack, "News");
const letters = new Queue(stack, "Letters");
news.addSubscription(new SqsSubscription(letters, { rawMessageDelivery: true }));
new Rule(stack, "Daily", {
  schedule: Schedule.rate(Duration.days(1)),
  targets: [new SqsQueue(letters, { message: RuleTargetInput.fromObject({ daily: true }) })],
});

const greeter = new Fn(stack, "Greeter", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  timeout: Duration.seconds(30),
  environment: {
    TABLE: greeted.tableName,
    BUCKET: cards.bucketName,
    BUS: bus.eventBusName,
    TOPIC: news.topicArn,
  },
  code: Code.fromInline(`
    const { DynamoDBClient, PutItemCommand, DeleteItemCommand } = require("@aws-sdk/client-dynamodb");
    const { S3Client, PutObjectCommand } = require("@aws-sdk/client-s3");
    const { EventBridgeClient, PutEventsCommand } = require("@aws-sdk/client-eventbridge");
    const { SNSClient, PublishCommand } = require("@aws-sdk/client-sns");
    const { TABLE, BUCKET, BUS, TOPIC } = process.env;
    const send = (client, command) => client.send(command);
    exports.handler = async ({ body, requestContext }) => {
      console.log("greeted", body);
      const { name } = JSON.parse(body);
      if (requestContext.http.method === "DELETE") {
        await send(new DynamoDBClient(), new DeleteItemCommand({ TableName: TABLE, Key: { name: { S: name } } }));
        return { statusCode: 204 };
      }
      const Detail = JSON.stringify({ name, kind: "dog" });
      await Promise.all([
        send(new DynamoDBClient(), new PutItemCommand({ TableName: TABLE, Item: { name: { S: name }, times: { N: "1" } } })),
        send(new S3Client(), new PutObjectCommand({ Bucket: BUCKET, Key: "cards/" + name, Body: "Hello " + name })),
        send(new EventBridgeClient(), new PutEventsCommand({ Entries: [{ EventBusName: BUS, Source: "greeter", DetailType: "Greeted", Detail }] })),
        send(new SNSClient(), new PublishCommand({ TopicArn: TOPIC, Subject: "Greeting", Message: Detail })),
      ]);
      return { statusCode: 201, body: name };
    };`),
});
greeter.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
new HttpApi(stack, "Web").addRoutes({
  path: "/greetings",
  integration: new HttpLambdaIntegration("Greet", greeter),
});
greeted.grantWriteData(greeter);
cards.grantPut(greeter);
bus.grantPutEventsTo(greeter);
news.grantPublish(greeter);
new CfnOutput(stack, "LettersUrl", { value: letters.queueUrl });
new CfnOutput(stack, "ErrandsUrl", { value: new Queue(stack, "Errands").queueUrl });
