/**
 * A Kinesis stream that a function and a delivery stream to a bucket read, and one that gets a table's changes.
 * With `-c search=true` also an OpenSearch domain.
 */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, Table } from "aws-cdk-lib/aws-dynamodb";
import { Stream, StreamMode } from "aws-cdk-lib/aws-kinesis";
import { DeliveryStream, KinesisStreamSource, S3Bucket } from "aws-cdk-lib/aws-kinesisfirehose";
import { Code, Function as Fn, Runtime, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { KinesisEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Domain, EngineVersion } from "aws-cdk-lib/aws-opensearchservice";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const removalPolicy = RemovalPolicy.DESTROY;
const stream = new Stream(stack, "Walks", {
  streamMode: StreamMode.PROVISIONED,
  shardCount: 2,
  removalPolicy,
});
const reader = new Fn(stack, "Reader", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline(`
    exports.handler = async ({ Records }) => {
      for (const { kinesis } of Records)
        console.log("walk", kinesis.partitionKey, Buffer.from(kinesis.data, "base64").toString());
    };`),
});
reader.addEventSource(
  new KinesisEventSource(stream, { startingPosition: StartingPosition.TRIM_HORIZON, batchSize: 10 }),
);
const bucket = new Bucket(stack, "Archive", { removalPolicy });
new DeliveryStream(stack, "Delivery", {
  source: new KinesisStreamSource(stream),
  // CDK's types contradict each other under exactOptionalPropertyTypes
  destination: new S3Bucket(bucket as IBucket, { dataOutputPrefix: "walks/" }),
});
const changes = new Stream(stack, "Changes", { streamMode: StreamMode.PROVISIONED, removalPolicy });
const pets = new Table(stack, "Pets", {
  partitionKey: { name: "name", type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  kinesisStream: changes,
  removalPolicy,
});
reader.addEventSource(
  new KinesisEventSource(changes, { startingPosition: StartingPosition.TRIM_HORIZON, batchSize: 10 }),
);
new CfnOutput(stack, "TableName", { value: pets.tableName });
new CfnOutput(stack, "StreamName", { value: stream.streamName });
new CfnOutput(stack, "BucketName", { value: bucket.bucketName });
new CfnOutput(stack, "Log", { value: `/aws/lambda/${reader.functionName}` });

if (app.node.tryGetContext("search"))
  new Domain(stack, "Search", { version: EngineVersion.OPENSEARCH_2_11, removalPolicy });
