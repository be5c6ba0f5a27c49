/** An HTTP API that puts events, sends messages and starts executions without a function. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpApi, HttpIntegrationSubtype, HttpMethod, ParameterMapping } from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpEventBridgeIntegration,
  HttpSqsIntegration,
  HttpStepFunctionsIntegration,
} from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { EventBus, EventField, Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SqsQueue } from "aws-cdk-lib/aws-events-targets";
import { type IQueue, Queue } from "aws-cdk-lib/aws-sqs";
import { DefinitionBody, Pass, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const removalPolicy = RemovalPolicy.DESTROY;
// CDK's types contradict each other under exactOptionalPropertyTypes
const queue = new Queue(stack, "Walks", { removalPolicy }) as IQueue;
const bus = new EventBus(stack, "Bus");
new Rule(stack, "AllWalks", {
  eventBus: bus,
  eventPattern: { source: ["walks"] },
  targets: [
    new SqsQueue(queue, {
      message: RuleTargetInput.fromObject({ by: "event", pet: EventField.fromPath("$.detail.pet") }),
    }),
  ],
});
const greet = new StateMachine(stack, "Greet", {
  stateMachineType: StateMachineType.EXPRESS,
  definitionBody: DefinitionBody.fromChainable(new Pass(stack, "Say", { outputPath: "$.pet" })),
});

const api = new HttpApi(stack, "Api");
const route = (name: string, integration: Parameters<HttpApi["addRoutes"]>[0]["integration"]) =>
  api.addRoutes({ path: `/${name}`, methods: [HttpMethod.POST], integration });
route(
  "events",
  new HttpEventBridgeIntegration("Put", {
    eventBusRef: bus.eventBusRef,
    parameterMapping: new ParameterMapping()
      .custom("EventBusName", bus.eventBusName)
      .custom("Source", "walks")
      .custom("DetailType", "Walk")
      .custom("Detail", "$request.body"),
  }),
);
route(
  "messages",
  new HttpSqsIntegration("Send", {
    queue,
    parameterMapping: new ParameterMapping()
      .custom("QueueUrl", queue.queueUrl)
      .custom("MessageBody", "$request.body.walk"),
  }),
);
route(
  "greetings",
  new HttpStepFunctionsIntegration("Start", {
    stateMachine: greet,
    subtype: HttpIntegrationSubtype.STEPFUNCTIONS_START_SYNC_EXECUTION,
    parameterMapping: new ParameterMapping()
      .custom("StateMachineArn", greet.stateMachineArn)
      .custom("Input", "$request.body"),
  }),
);
new CfnOutput(stack, "ServicesUrl", { value: api.apiEndpoint });
new CfnOutput(stack, "WalksUrl", { value: queue.queueUrl });
