/** A custom resource of a function that responds as AWS's own handlers do: to the host of the URL, at port 443. */
import { App, CfnOutput, CustomResource, Duration, Stack } from "aws-cdk-lib";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";

const app = new App();
const context = (name: string): string => app.node.getContext(name);
const stack = new Stack(app, context("stack"));

const handler = new Fn(stack, "Handler", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  timeout: Duration.seconds(10),
  code: Code.fromInline(`
    const https = require("node:https");
    exports.handler = async (event) => {
      console.log(event.RequestType, event.PhysicalResourceId, JSON.stringify(event.ResourceProperties));
      const { name, minutes } = event.ResourceProperties;
      const failed = minutes === "0" && event.RequestType !== "Delete";
      const body = JSON.stringify({
        Status: failed ? "FAILED" : "SUCCESS",
        Reason: "no minute left",
        PhysicalResourceId: name,
        StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
        Data: { "a.dotted.name": name + " walks", minutes: Number(minutes), old: event.OldResourceProperties?.minutes ?? "none" },
      });
      const { hostname, pathname } = new URL(event.ResponseURL);
      const request = { hostname, path: pathname, method: "PUT", headers: { "content-length": Buffer.byteLength(body) } };
      await new Promise((resolve, reject) => https.request(request, resolve).on("error", reject).end(body));
    };`),
});
const walk = new CustomResource(stack, "Walk", {
  resourceType: "Custom::Walk",
  serviceToken: handler.functionArn,
  properties: { name: context("name"), minutes: Number(context("minutes")) },
});
new CfnOutput(stack, "Dotted", { value: walk.getAttString("a.dotted.name") });
new CfnOutput(stack, "Minutes", { value: walk.getAttString("minutes") });
new CfnOutput(stack, "Old", { value: walk.getAttString("old") });
new CfnOutput(stack, "Ref", { value: walk.ref });
new CfnOutput(stack, "Log", { value: `/aws/lambda/${handler.functionName}` });
