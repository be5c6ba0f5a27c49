/** A bus whose rule has targets of many kinds, a bucket with events, and an API whose routes call services directly. */
import { App, Aws, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AwsIntegration,
  PassthroughBehavior,
  RestApi,
  StepFunctionsIntegration,
} from "aws-cdk-lib/aws-apigateway";
import { EventBus, EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import {
  EventBus as BusTarget,
  LambdaFunction,
  SfnStateMachine,
  SnsTopic,
  SqsQueue,
} from "aws-cdk-lib/aws-events-targets";
import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, Pass, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { CallAwsService } from "aws-cdk-lib/aws-stepfunctions-tasks";

const app = new App();
const context = (name: string): string => app.node.getContext(name);
const stack = new Stack(app, context("stack"));
const removalPolicy = RemovalPolicy.DESTROY;
const output = (name: string, value: string): CfnOutput => new CfnOutput(stack, name, { value });

const queue = (name: string): Queue => {
  const made = new Queue(stack, name, { removalPolicy });
  output(`${name}Url`, made.queueUrl);
  return made;
};
const [texts, topics, forwarded, objects, executed, direct] = [
  queue("Texts"),
  queue("Topics"),
  queue("Forwarded"),
  queue("Objects"),
  queue("Executed"),
  queue("Direct"),
] as const;
const topic = new Topic(stack, "Topic");
topic.addSubscription(new SqsSubscription(topics, { rawMessageDelivery: true }));

const machine = new StateMachine(stack, "Machine", {
  definitionBody: DefinitionBody.fromChainable(
    new CallAwsService(stack, "Send", {
      service: "sqs",
      action: "sendMessage",
      iamResources: [executed.queueArn],
      parameters: { QueueUrl: executed.queueUrl, "MessageBody.$": "States.JsonToString($)" },
    }),
  ),
});
const express = new StateMachine(stack, "Express", {
  stateMachineType: StateMachineType.EXPRESS,
  definitionBody: DefinitionBody.fromChainable(
    new Pass(stack, "Answer", { parameters: { "pet.$": "$.body.pet", done: true } }),
  ),
});
const fn = new Fn(stack, "Function", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline('exports.handler = async (event) => console.log("event", JSON.stringify(event));'),
});
output("Log", `/aws/lambda/${fn.functionName}`);

const bus = new EventBus(stack, "Walks");
output("BusName", bus.eventBusName);
bus.archive("Archive", { eventPattern: { source: ["walks"] } });
const pet = EventField.fromPath("$.detail.pet");
const minutes = EventField.fromPath("$.detail.minutes");
new Rule(stack, "LongWalks", {
  eventBus: bus,
  eventPattern: {
    source: ["walks"],
    detail: { minutes: [{ numeric: ["<=", Number(context("longest"))] }], pet: [{ prefix: "R" }] },
  },
  targets: [
    new SfnStateMachine(machine, {
      input: RuleTargetInput.fromObject({ pet, minutes, text: `${pet} walks ${minutes} min\nhome` }),
    }),
    new SqsQueue(texts, { message: RuleTargetInput.fromText(`${pet} walks ${minutes} min`) }),
    new SnsTopic(topic, { message: RuleTargetInput.fromEventPath("$.detail") }),
    new LambdaFunction(fn),
    new BusTarget(EventBus.fromEventBusName(stack, "Default", "default")),
  ],
});
new Rule(stack, "ForwardedWalks", {
  eventPattern: { source: ["walks"], detail: { stack: [stack.stackName] } },
  targets: [new SqsQueue(forwarded)],
});

const bucket = new Bucket(stack, "Bucket", { eventBridgeEnabled: true, removalPolicy });
output("BucketName", bucket.bucketName);
new Rule(stack, "NewObjects", {
  eventPattern: {
    source: ["aws.s3"],
    detailType: ["Object Created"],
    detail: { bucket: { name: [bucket.bucketName] } },
  },
  targets: [new SqsQueue(objects)],
});

const role = new Role(stack, "ApiRole", { assumedBy: new ServicePrincipal("apigateway.amazonaws.com") });
topic.grantPublish(role);
direct.grantSendMessages(role);
bus.grantPutEventsTo(role);
machine.grantStartExecution(role);
const api = new RestApi(stack, "Api");
output("ApiUrl", api.url);

interface Call {
  service: string;
  path?: string;
  action?: string;
  headers?: Record<string, string>;
  template: string;
}
function route(name: string, { service, path, action, headers = {}, template }: Call): void {
  const integration = new AwsIntegration({
    service,
    ...(path === undefined ? { action: action ?? "" } : { path }),
    integrationHttpMethod: "POST",
    options: {
      credentialsRole: role,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestParameters: Object.fromEntries(
        Object.entries(headers).map(([header, value]) => [
          `integration.request.header.${header}`,
          `'${value}'`,
        ]),
      ),
      requestTemplates: { "application/json": template },
      integrationResponses: [{ statusCode: "200" }],
    },
  });
  api.root.addResource(name).addMethod("POST", integration, { methodResponses: [{ statusCode: "200" }] });
}
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
route("topic", {
  service: "sns",
  path: "/",
  headers: FORM,
  template: `Action=Publish&TopicArn=$util.urlEncode('${topic.topicArn}')&Message=$util.urlEncode($input.body)`,
});
route("queue", {
  service: "sqs",
  path: `${Aws.ACCOUNT_ID}/${direct.queueName}`,
  headers: FORM,
  template: "Action=SendMessage&MessageBody=$util.urlEncode($input.body)",
});
route("events", {
  service: "events",
  action: "PutEvents",
  headers: { "X-Amz-Target": "AWSEvents.PutEvents", "Content-Type": "application/x-amz-json-1.1" },
  template: `{"Entries": [{"Source": "walks", "DetailType": "Walk", "EventBusName": "${bus.eventBusName}",
    "Detail": "$util.escapeJavaScript($input.body)"}]}`,
});
route("execution", {
  service: "states",
  action: "StartExecution",
  template: `{"stateMachineArn": "${machine.stateMachineArn}", "input": "$util.escapeJavaScript($input.body)"}`,
});
api.root.addResource("sync").addMethod("POST", StepFunctionsIntegration.startExecution(express));
