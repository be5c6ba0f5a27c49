/** A function in a VPC that is watched: a subscriber and a metric of its errors; and what is only recorded. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { CfnScalableTarget } from "aws-cdk-lib/aws-applicationautoscaling";
import { type IVpc, Vpc } from "aws-cdk-lib/aws-ec2";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { FilterPattern, LogGroup, MetricFilter, SubscriptionFilter } from "aws-cdk-lib/aws-logs";
import { LambdaDestination } from "aws-cdk-lib/aws-logs-destinations";
import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const removalPolicy = RemovalPolicy.DESTROY;
const runtime = Runtime.NODEJS_24_X;
const logGroup = new LogGroup(stack, "Walks", { removalPolicy });
const walker = new Fn(stack, "Walker", {
  runtime,
  handler: "index.handler",
  code: Code.fromInline(`
    exports.handler = async ({ level, name }) => {
      process.stdout.write(JSON.stringify({ level, name, metres: 70 }) + "\\n");
    };`),
  logGroup,
  // CDK's types contradict each other under exactOptionalPropertyTypes
  vpc: new Vpc(stack, "Network", { maxAzs: 2, natGateways: 1 }) as IVpc,
});
const errors = FilterPattern.stringValue("$.level", "=", "ERROR");
const seen = new LogGroup(stack, "Seen", { removalPolicy });
const subscriber = new Fn(stack, "Subscriber", {
  runtime,
  handler: "index.handler",
  code: Code.fromInline(`
    exports.handler = async ({ awslogs: { data } }) => {
      const { logEvents } = JSON.parse(require("node:zlib").gunzipSync(Buffer.from(data, "base64")));
      for (const { message } of logEvents) console.log("seen", JSON.parse(message).name);
    };`),
  logGroup: seen,
});
new SubscriptionFilter(stack, "Errors", {
  logGroup,
  filterPattern: errors,
  destination: new LambdaDestination(subscriber),
});
new MetricFilter(stack, "Metres", {
  logGroup,
  filterPattern: errors,
  metricNamespace: stack.stackName,
  metricName: "Metres",
  metricValue: "$.metres",
});

new CfnWebACL(stack, "Guard", {
  scope: "REGIONAL",
  defaultAction: { allow: {} },
  visibilityConfig: {
    cloudWatchMetricsEnabled: false,
    metricName: "guard",
    sampledRequestsEnabled: false,
  },
});
new CfnScalableTarget(stack, "Scale", {
  minCapacity: 1,
  maxCapacity: 2,
  resourceId: `function:${walker.functionName}:live`,
  scalableDimension: "lambda:function:ProvisionedConcurrency",
  serviceNamespace: "lambda",
});
new CfnOutput(stack, "WalkerName", { value: walker.functionName });
new CfnOutput(stack, "SeenLog", { value: seen.logGroupName });
new CfnOutput(stack, "WalksLog", { value: logGroup.logGroupName });
