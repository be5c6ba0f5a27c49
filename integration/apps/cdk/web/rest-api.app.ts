/** A REST API whose orders need a key and are checked by a model; `-c quantities=true` makes the model demand a quantity. */
import { App, CfnOutput, Stack } from "aws-cdk-lib";
import { JsonSchemaType, LambdaIntegration, Period, RestApi } from "aws-cdk-lib/aws-apigateway";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const quantities = Boolean(app.node.tryGetContext("quantities"));
const handler = new Fn(stack, "Orders", {
  runtime: Runtime.NODEJS_24_X,
  handler: "index.handler",
  code: Code.fromInline("exports.handler = async ({ body }) => ({ body });"),
});
const api = new RestApi(stack, "Api");
const order = api.addModel("Order", {
  schema: {
    type: JsonSchemaType.OBJECT,
    required: ["pet", ...(quantities ? ["quantity"] : [])],
    properties: { pet: { type: JsonSchemaType.STRING }, quantity: { type: JsonSchemaType.INTEGER } },
  },
});
api.root.addResource("orders").addMethod("POST", new LambdaIntegration(handler), {
  apiKeyRequired: true,
  requestModels: { "application/json": order },
  requestParameters: { "method.request.querystring.shop": true },
  requestValidatorOptions: { validateRequestBody: true, validateRequestParameters: !quantities },
});
const plan = api.addUsagePlan("Plan", {
  apiStages: [{ stage: api.deploymentStage }],
  quota: { limit: 1, period: Period.DAY },
});
plan.addApiKey(api.addApiKey("Key", { value: app.node.getContext("key") }));
new CfnOutput(stack, "ApiUrl", { value: api.url });
