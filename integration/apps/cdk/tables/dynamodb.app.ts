/** A table with an index and a stream, whose function writes a line for each change. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, BillingMode, type ITable, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Code, Function as Fn, Runtime, StartingPosition } from "aws-cdk-lib/aws-lambda";
import { DynamoEventSource } from "aws-cdk-lib/aws-lambda-event-sources";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const table = new Table(stack, "Pets", {
  partitionKey: { name: "owner", type: AttributeType.STRING },
  sortKey: { name: "name", type: AttributeType.STRING },
  billingMode: BillingMode.PAY_PER_REQUEST,
  stream: StreamViewType.NEW_AND_OLD_IMAGES,
  removalPolicy: RemovalPolicy.DESTROY,
});
table.addGlobalSecondaryIndex({
  indexName: "by-kind",
  partitionKey: { name: "kind", type: AttributeType.STRING },
});
const changes = new Fn(stack, "Changes", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline(`
    exports.handler = async ({ Records }) => {
      for (const { eventName, dynamodb } of Records)
        console.log("change", eventName, dynamodb.Keys.name.S, dynamodb.OldImage?.age?.N, dynamodb.NewImage?.age?.N);
    };`),
});
// CDK's types contradict each other under exactOptionalPropertyTypes
changes.addEventSource(
  new DynamoEventSource(table as ITable, { startingPosition: StartingPosition.TRIM_HORIZON }),
);
new CfnOutput(stack, "TableName", { value: table.tableName });
new CfnOutput(stack, "Log", { value: `/aws/lambda/${changes.functionName}` });
