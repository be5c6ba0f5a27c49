/** CDK's provider framework: a handler that starts something, and one that is asked until it is complete. */
import { CfnOutput, CustomResource, Duration, type Stack } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Provider } from "aws-cdk-lib/custom-resources";
import { inlineFunction } from "./handlers.ts";

const ON_EVENT = `
exports.handler = async ({ RequestType, ResourceProperties, PhysicalResourceId }) =>
  ({ PhysicalResourceId: PhysicalResourceId ?? ResourceProperties.name, Data: { started: RequestType } });`;

/** Complete at the second question: an object counts them. */
const IS_COMPLETE = `
const { S3Client, HeadObjectCommand, PutObjectCommand } = require("@aws-sdk/client-s3");
const client = new S3Client({});
exports.handler = async ({ RequestType, PhysicalResourceId }) => {
  if (RequestType === "Delete") return { IsComplete: true };
  const object = { Bucket: process.env.BUCKET, Key: PhysicalResourceId };
  const asked = await client.send(new HeadObjectCommand(object)).then(() => true, () => false);
  if (!asked) await client.send(new PutObjectCommand({ ...object, Body: "asked" }));
  return asked ? { IsComplete: true, Data: { completed: "yes" } } : { IsComplete: false };
};`;

export function addProvider(stack: Stack): void {
  const bucket = new Bucket(stack, "Asked");
  const isCompleteHandler = inlineFunction(stack, "IsComplete", IS_COMPLETE, {
    environment: { BUCKET: bucket.bucketName },
  });
  bucket.grantReadWrite(isCompleteHandler);
  const provider = new Provider(stack, "Provider", {
    onEventHandler: inlineFunction(stack, "OnEvent", ON_EVENT) as IFunction,
    isCompleteHandler: isCompleteHandler as IFunction,
    queryInterval: Duration.seconds(1),
    totalTimeout: Duration.minutes(2),
  });
  const resource = new CustomResource(stack, "Walk", {
    serviceToken: provider.serviceToken,
    properties: { name: "Rex" },
  });
  new CfnOutput(stack, "ProviderRef", { value: resource.ref });
  new CfnOutput(stack, "ProviderStarted", { value: resource.getAttString("started") });
  new CfnOutput(stack, "ProviderCompleted", { value: resource.getAttString("completed") });
}
