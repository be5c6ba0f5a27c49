/** An HTTP API with every kind of route, authorizer and integration; its second edition changes and removes some. */
import { App, CfnOutput, Duration, Stack } from "aws-cdk-lib";
import {
  type CfnStage,
  CorsHttpMethod,
  HttpApi,
  HttpMethod,
  HttpStage,
  PayloadFormatVersion,
} from "aws-cdk-lib/aws-apigatewayv2";
import {
  HttpIamAuthorizer,
  HttpLambdaAuthorizer,
  HttpLambdaResponseType,
} from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration, HttpUrlIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const second = app.node.tryGetContext("edition") === "second";

const fn = (id: string, code: string, environment: Record<string, string> = {}) =>
  new Fn(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: "index.handler",
    code: Code.fromInline(code),
    environment,
  });

const echo = fn(
  "Echo",
  `exports.handler = async (event) => ({
    statusCode: 200,
    headers: { "content-type": "application/json", "Access-Control-Allow-Origin": "https://hidden.test" },
    cookies: ["a=1; Path=/", "b=2"],
    body: JSON.stringify(event),
  });`,
);
/** Answers with the JSON of the request's body. */
const answering = fn(
  "Answering",
  `exports.handler = async ({ body }) => {
    const answer = JSON.parse(body);
    if (answer?.waitMs) await new Promise((done) => setTimeout(done, answer.waitMs));
    if (answer?.error) throw new Error(answer.error);
    return answer;
  };`,
);
const gate = fn(
  "Gate",
  `let calls = 0;
  exports.handler = async ({ headers, routeArn, type }) => {
    if (headers["x-key"] === "broken") throw new Error("out of order");
    if (headers["x-key"] === "nonsense") return { allowed: true };
    return { isAuthorized: headers["x-key"] === "good", context: { calls: ++calls, routeArn, nested: { type } } };
  };`,
);
const policyGate = fn(
  "PolicyGate",
  `exports.handler = async ({ methodArn, identitySource }) => ({
    principalId: "ann",
    policyDocument: { Version: "2012-10-17", Statement: [
      { Action: "execute-api:Invoke", Effect: "Allow", Resource: methodArn.replace(/[^/]+$/, "*") },
      { Action: "execute-api:Invoke", Effect: identitySource === "denied" ? "Deny" : "Allow", Resource: "*" },
    ] },
    context: { age: 3 },
  });`,
);

const api = new HttpApi(stack, "Api", {
  ...(second
    ? { defaultIntegration: new HttpLambdaIntegration("Fallback", answering) }
    : {
        corsPreflight: {
          allowOrigins: ["https://app.test"],
          allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST],
          allowHeaders: ["content-type", "x-key"],
          exposeHeaders: ["x-count"],
          allowCredentials: true,
          maxAge: Duration.minutes(10),
        },
      }),
});
const echoing = new HttpLambdaIntegration("Echoing", echo);
const simple = new HttpLambdaAuthorizer("Simple", gate, {
  responseTypes: [HttpLambdaResponseType.SIMPLE],
  identitySource: ["$request.header.x-key"],
  resultsCacheTtl: Duration.minutes(1),
});
const byPolicy = new HttpLambdaAuthorizer("ByPolicy", policyGate, {
  responseTypes: [HttpLambdaResponseType.IAM],
  identitySource: ["$request.querystring.key"],
  resultsCacheTtl: Duration.seconds(0),
});

api.addRoutes({ path: "/pets/{name}", methods: [HttpMethod.GET], integration: echoing });
api.addRoutes({ path: "/pets/rex", methods: [HttpMethod.ANY], integration: echoing });
api.addRoutes({ path: "/files/{proxy+}", methods: [HttpMethod.ANY], integration: echoing });
api.addRoutes({
  path: "/old/{proxy+}",
  methods: [HttpMethod.ANY],
  integration: new HttpLambdaIntegration("Old", echo, {
    payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
  }),
});
api.addRoutes({
  path: "/answer",
  methods: [HttpMethod.POST],
  integration: new HttpLambdaIntegration("Answer", answering, { timeout: Duration.seconds(1) }),
});
api.addRoutes({
  path: "/answer-old",
  methods: [HttpMethod.POST],
  integration: new HttpLambdaIntegration("AnswerOld", answering, {
    payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
  }),
});
api.addRoutes({
  path: "/guarded",
  methods: [HttpMethod.GET],
  integration: echoing,
  ...(second ? {} : { authorizer: simple }),
});
api.addRoutes({
  path: "/policy/{name}",
  methods: [HttpMethod.GET],
  integration: new HttpLambdaIntegration("ByPolicyIntegration", echo, {
    payloadFormatVersion: PayloadFormatVersion.VERSION_1_0,
  }),
  authorizer: byPolicy,
});
api.addRoutes({
  path: "/signed",
  methods: [HttpMethod.GET],
  integration: echoing,
  authorizer: new HttpIamAuthorizer(),
});
if (!second)
  api.addRoutes({
    path: "/elsewhere/{proxy+}",
    methods: [HttpMethod.ANY],
    integration: new HttpUrlIntegration("Elsewhere", `${api.apiEndpoint}/files/{proxy}`),
  });

const log = new LogGroup(stack, "AccessLog");
const beta = new HttpStage(stack, "Beta", {
  httpApi: api,
  stageName: "beta",
  autoDeploy: true,
  ...(second ? {} : { stageVariables: { colour: "red" } }),
});
const cfnStage = beta.node.defaultChild as CfnStage;
cfnStage.accessLogSettings = {
  destinationArn: log.logGroupArn,
  format: "$context.httpMethod $context.path $context.routeKey $context.status $context.authorizer.age",
};
cfnStage.routeSettings = { "ANY /pets/rex": { ThrottlingBurstLimit: 2, ThrottlingRateLimit: 0.01 } };

const calling = fn(
  "Calling",
  `exports.handler = async () => Promise.all([process.env.ENDPOINT, process.env.URL].map(async (base) => {
    const response = await fetch(base.replace(/[/]$/, "") + "/pets/tom");
    return [response.status, (await response.json()).pathParameters.name];
  }));`,
  { ENDPOINT: api.apiEndpoint, URL: api.url ?? "" },
);
new CfnOutput(stack, "Endpoint", { value: api.apiEndpoint });
new CfnOutput(stack, "Url", { value: api.url ?? "" });
new CfnOutput(stack, "ApiId", { value: api.apiId });
new CfnOutput(stack, "BetaUrl", { value: beta.url });
new CfnOutput(stack, "AccessLogName", { value: log.logGroupName });
new CfnOutput(stack, "CallingName", { value: calling.functionName });
