/** Log groups: retention by a custom resource, one that a function wrote to first, and a condition that a function signals. */
import { CfnOutput, CfnWaitCondition, CfnWaitConditionHandle, CustomResource, type Stack } from "aws-cdk-lib";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { inlineFunction } from "./handlers.ts";

const SIGNAL = `
const put = (url, body) => fetch(url, { method: "PUT", body: JSON.stringify(body) });
exports.handler = async ({ RequestType, ResponseURL, ResourceProperties, StackId, RequestId, LogicalResourceId }) => {
  console.log("signals", RequestType);
  if (RequestType !== "Delete")
    await put(ResourceProperties.handle, { Status: "SUCCESS", UniqueId: "fed", Data: "Rex", Reason: "fed" });
  await put(ResponseURL, { Status: "SUCCESS", PhysicalResourceId: "signal", StackId, RequestId, LogicalResourceId });
};`;

export function addLogs(stack: Stack): void {
  const kept = inlineFunction(stack, "Kept", "exports.handler = async () => {};", {
    logRetention: RetentionDays.ONE_WEEK,
  });
  const handle = new CfnWaitConditionHandle(stack, "Handle");
  const signaller = inlineFunction(stack, "Signaller", SIGNAL);
  const signal = new CustomResource(stack, "Signal", {
    serviceToken: signaller.functionArn,
    properties: { handle: handle.ref },
  });
  const condition = new CfnWaitCondition(stack, "Fed", { handle: handle.ref, count: 1, timeout: "60" });
  condition.node.addDependency(signal);
  // created after its function has written to it
  const group = new LogGroup(stack, "SignallerLog", {
    logGroupName: `/aws/lambda/${signaller.functionName}`,
    retention: RetentionDays.ONE_DAY,
  });
  group.node.addDependency(condition);
  new CfnOutput(stack, "KeptLog", { value: `/aws/lambda/${kept.functionName}` });
  new CfnOutput(stack, "SignallerLogName", { value: group.logGroupName });
  new CfnOutput(stack, "Signals", { value: condition.attrData.toString() });
}
