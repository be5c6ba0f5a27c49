import { LambdaIntegration, RestApi } from "aws-cdk-lib/aws-apigateway";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Queue } from "aws-cdk-lib/aws-sqs";
import * as cdk from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export class ShopStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const queue = new Queue(this, "Queue");
    const orders = new NodejsFunction(this, "Orders", {
      entry: "lib/orders.ts",
      environment: { QUEUE_URL: queue.queueUrl },
    });
    queue.grantSendMessages(orders);
    const api = new RestApi(this, "Api", { defaultIntegration: new LambdaIntegration(orders) });
    api.root.addMethod("POST");
  }
}
