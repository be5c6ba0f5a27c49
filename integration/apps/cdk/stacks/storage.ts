/** What CDK does to buckets by functions: notifications, a deployment of files, and emptying before deletion. */
import { CfnOutput, RemovalPolicy, type Stack } from "aws-cdk-lib";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { Bucket, EventType, type IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";
import { LambdaDestination } from "aws-cdk-lib/aws-s3-notifications";
import { inlineFunction } from "./handlers.ts";

export function addStorage(stack: Stack): void {
  const bucket = new Bucket(stack, "Pictures", {
    autoDeleteObjects: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const onPicture = inlineFunction(
    stack,
    "OnPicture",
    `exports.handler = async ({ Records }) => console.log("picture", Records[0].s3.object.key);`,
  );
  bucket.addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(onPicture as IFunction), {
    prefix: "new/",
  });
  new BucketDeployment(stack, "Files", {
    destinationBucket: bucket as IBucket,
    sources: [
      Source.data("hello.txt", "Hello"),
      Source.jsonData("settings.json", { bucket: bucket.bucketName }),
    ],
    destinationKeyPrefix: "site",
  });
  new CfnOutput(stack, "PicturesBucket", { value: bucket.bucketName });
  new CfnOutput(stack, "PicturesLog", { value: `/aws/lambda/${onPicture.functionName}` });
}
