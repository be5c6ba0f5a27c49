/** A global table with one replica, whose index, stream and expiry are chosen by context. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { AttributeType, Billing, Capacity, StreamViewType, TableV2 } from "aws-cdk-lib/aws-dynamodb";

const app = new App();
const context = (name: string): string | undefined => app.node.tryGetContext(name);
const stack = new Stack(app, context("stack"));
const index = context("index") ?? "byOwner";
const table = new TableV2(stack, "Toys", {
  partitionKey: { name: "id", type: AttributeType.STRING },
  billing: Billing.provisioned({
    readCapacity: Capacity.fixed(2),
    writeCapacity: Capacity.autoscaled({ maxCapacity: 4 }),
  }),
  globalSecondaryIndexes: [{ indexName: index, partitionKey: { name: index, type: AttributeType.STRING } }],
  dynamoStream: StreamViewType.NEW_IMAGE,
  ...(context("expiry") && { timeToLiveAttribute: context("expiry") ?? "" }),
  removalPolicy: RemovalPolicy.DESTROY,
});
new CfnOutput(stack, "TableName", { value: table.tableName });
new CfnOutput(stack, "StreamArn", { value: table.tableStreamArn ?? "" });
