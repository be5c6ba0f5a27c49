/** A web page of a private bucket, an HTTP API and a function URL that takes signed requests, at the address of one distribution. */
import { App, Fn as CfnFn, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { HttpApi } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AllowedMethods, Distribution } from "aws-cdk-lib/aws-cloudfront";
import { FunctionUrlOrigin, HttpOrigin, S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import { Code, Function as Fn, FunctionUrlAuthType, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket, type IBucket } from "aws-cdk-lib/aws-s3";
import { BucketDeployment, Source } from "aws-cdk-lib/aws-s3-deployment";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const api = new HttpApi(stack, "Api", {
  defaultIntegration: new HttpLambdaIntegration(
    "Pets",
    new Fn(stack, "Pets", {
      runtime: Runtime.NODEJS_24_X,
      handler: "index.handler",
      code: Code.fromInline(`
        exports.handler = async ({ rawPath, rawQueryString, body }) => ({ rawPath, rawQueryString, body });`),
    }),
  ),
});
const signed = new Fn(stack, "Signed", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async ({ rawPath }) => 'signed ' + rawPath;"),
}).addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
const bucket = new Bucket(stack, "Pages", { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
const distribution = new Distribution(stack, "Web", {
  defaultRootObject: "index.html",
  // CDK's types contradict each other under exactOptionalPropertyTypes
  defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket as IBucket) },
  additionalBehaviors: {
    "api/*": {
      origin: new HttpOrigin(CfnFn.select(2, CfnFn.split("/", api.apiEndpoint))),
      allowedMethods: AllowedMethods.ALLOW_ALL,
    },
    "signed/*": { origin: FunctionUrlOrigin.withOriginAccessControl(signed) },
  },
  errorResponses: [{ httpStatus: 403, responseHttpStatus: 200, responsePagePath: "/index.html" }],
});
new BucketDeployment(stack, "Content", {
  destinationBucket: bucket as IBucket,
  sources: [Source.data("index.html", "<h1>Rex</h1>")],
  distribution,
  distributionPaths: ["/*"],
});
new CfnOutput(stack, "SignedUrl", { value: signed.url });
new CfnOutput(stack, "WebUrl", { value: `https://${distribution.distributionDomainName}` });
