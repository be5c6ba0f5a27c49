/** A Python function with a layer, and a bundled Node.js function without its SDK, which read what the other wrote. */
import { join } from "node:path";
import { CfnOutput, type Stack } from "aws-cdk-lib";
import { Code, Function as Fn, LayerVersion, Runtime } from "aws-cdk-lib/aws-lambda";
import { NodejsFunction } from "aws-cdk-lib/aws-lambda-nodejs";
import { Bucket } from "aws-cdk-lib/aws-s3";

const ASSETS = join(import.meta.dirname, "..", "assets");

export function addLanguages(stack: Stack): void {
  const bucket = new Bucket(stack, "Greetings");
  const environment = { BUCKET: bucket.bucketName };
  const layer = new LayerVersion(stack, "Names", {
    code: Code.fromAsset(join(ASSETS, "layer")),
    compatibleRuntimes: [Runtime.PYTHON_3_13],
  });
  const python = new Fn(stack, "Python", {
    runtime: Runtime.PYTHON_3_13,
    handler: "app.handler",
    code: Code.fromAsset(join(ASSETS, "python")),
    layers: [layer],
    memorySize: 256,
    environment,
  });
  const node = new NodejsFunction(stack, "Node", {
    runtime: Runtime.NODEJS_22_X,
    entry: join(ASSETS, "nodejs.ts"),
    environment,
  });
  bucket.grantPut(python);
  bucket.grantRead(node);
  new CfnOutput(stack, "PythonName", { value: python.functionName });
  new CfnOutput(stack, "NodeName", { value: node.functionName });
}
