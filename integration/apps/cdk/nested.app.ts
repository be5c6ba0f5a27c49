/** A stack in which another is nested, which has a parameter and an output, and can be made to fail. */
import { App, CfnOutput, CfnResource, NestedStack, Stack } from "aws-cdk-lib";
import { CfnParameter } from "aws-cdk-lib/aws-ssm";

const app = new App();
const stack = new Stack(app, app.node.getContext("name"));
const name = new CfnParameter(stack, "Name", { type: "String", value: "Rex" });
const inner = new NestedStack(stack, "Inner");
const greeting = new CfnParameter(inner, "Greeting", {
  type: "String",
  value: `${app.node.getContext("greeting")} ${name.attrValue}`,
});
if (app.node.getContext("broken") === "true")
  new CfnResource(inner, "Broken", {
    type: "AWS::Lambda::EventSourceMapping",
    properties: { FunctionName: "there-is-none", EventSourceArn: "arn:aws:sqs:us-east-1:000000000000:none" },
  });
if (app.node.getContext("unsupported") === "true")
  new CfnResource(inner, "Map", { type: "AWS::Location::Map", properties: { MapName: "walks" } });
new CfnOutput(stack, "Greeting", { value: greeting.attrValue });
