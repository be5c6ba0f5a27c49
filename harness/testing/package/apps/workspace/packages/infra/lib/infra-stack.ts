import * as cdk from "aws-cdk-lib";
import { FunctionUrlAuthType } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import * as s3 from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";

export class InfraStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);
    const bucket = new s3.Bucket(this, "Bucket", { removalPolicy: cdk.RemovalPolicy.DESTROY });
    const fn = new NodejsFunction(this, "Greeter", { entry: "lib/greeter.ts" });
    bucket.grantRead(fn);
    new cdk.CfnOutput(this, "GreeterUrl", {
      value: fn.addFunctionUrl({ authType: FunctionUrlAuthType.NONE }).url,
    });
  }
}
