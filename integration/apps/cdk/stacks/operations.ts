/** What apps add to be operated: a dashboard, an alarm, a log that calls a function, a destination outside. */
import { CfnOutput, SecretValue, type Stack } from "aws-cdk-lib";
import { Dashboard, GraphWidget, type IMetric } from "aws-cdk-lib/aws-cloudwatch";
import { ApiDestination, Authorization, Connection, type IConnection } from "aws-cdk-lib/aws-events";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, type ILogGroup, LogGroup, LogStream } from "aws-cdk-lib/aws-logs";
import { LambdaDestination } from "aws-cdk-lib/aws-logs-destinations";
import { inlineFunction } from "./handlers.ts";

const RECEIVER = `
const { gunzipSync } = require("node:zlib");
exports.handler = async ({ awslogs }) => {
  const { logEvents } = JSON.parse(gunzipSync(Buffer.from(awslogs.data, "base64")));
  for (const { message } of logEvents) console.log("received", message);
};`;

export function addOperations(stack: Stack): void {
  const receiver = inlineFunction(stack, "Receiver", RECEIVER) as IFunction;
  const group = new LogGroup(stack, "Walks");
  group.addSubscriptionFilter("ToReceiver", {
    destination: new LambdaDestination(receiver),
    filterPattern: FilterPattern.allEvents(),
  });
  const stream = new LogStream(stack, "Stream", { logGroup: group as ILogGroup });
  const dashboard = new Dashboard(stack, "Dashboard");
  dashboard.addWidgets(new GraphWidget({ left: [receiver.metricErrors() as IMetric] }));
  const connection = new Connection(stack, "Connection", {
    authorization: Authorization.apiKey("x-api-key", SecretValue.unsafePlainText("for a test")),
  });
  const destination = new ApiDestination(stack, "Destination", {
    connection: connection as IConnection,
    endpoint: "https://example.com/pets",
  });
  new CfnOutput(stack, "WalksGroup", { value: group.logGroupName });
  new CfnOutput(stack, "WalksStream", { value: stream.logStreamName });
  new CfnOutput(stack, "ReceiverLog", { value: `/aws/lambda/${receiver.functionName}` });
  new CfnOutput(stack, "DashboardName", { value: dashboard.dashboardName });
  new CfnOutput(stack, "DestinationName", { value: destination.apiDestinationName });
}
