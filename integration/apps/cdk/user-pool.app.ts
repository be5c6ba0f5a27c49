/** A user pool with triggers, and APIs that take its tokens; its second edition changes and removes some. */
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from "aws-cdk-lib";
import {
  AuthorizationType,
  CognitoUserPoolsAuthorizer,
  LambdaIntegration,
  RestApi,
} from "aws-cdk-lib/aws-apigateway";
import { HttpApi, HttpMethod } from "aws-cdk-lib/aws-apigatewayv2";
import { HttpJwtAuthorizer, HttpUserPoolAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import { HttpLambdaIntegration } from "aws-cdk-lib/aws-apigatewayv2-integrations";
import {
  CfnIdentityPool,
  OAuthScope,
  ResourceServerScope,
  UserPool,
  UserPoolGroup,
} from "aws-cdk-lib/aws-cognito";
import { Code, Function as Fn, Runtime } from "aws-cdk-lib/aws-lambda";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const second = app.node.tryGetContext("edition") === "second";

const fn = (id: string, code: string) =>
  new Fn(stack, id, { runtime: Runtime.NODEJS_24_X, handler: "index.handler", code: Code.fromInline(code) });

const echo = fn(
  "Echo",
  `exports.handler = async ({ requestContext }) => ({
    statusCode: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(requestContext.authorizer),
  });`,
);
const triggers = fn(
  "Triggers",
  `exports.handler = async (event) => {
    console.log(event.triggerSource, event.userName);
    if (event.triggerSource === "PreSignUp_SignUp") {
      if (/[@]refused[.]test$/.test(event.request.userAttributes.email)) throw new Error("not from there");
      event.response.autoConfirmUser = event.request.clientMetadata?.invited === "yes";
    }
    if (event.triggerSource.startsWith("TokenGeneration"))
      event.response.claimsOverrideDetails = { claimsToAddOrOverride: { tenant: "t1" }, claimsToSuppress: ["email_verified"] };
    return event;
  };`,
);

const pool = new UserPool(stack, "Pool", {
  selfSignUpEnabled: true,
  signInAliases: { email: true },
  passwordPolicy: { minLength: second ? 12 : 8, requireSymbols: false },
  lambdaTriggers: {
    preSignUp: triggers,
    postConfirmation: triggers,
    ...(second ? {} : { preTokenGeneration: triggers }),
  },
  removalPolicy: RemovalPolicy.DESTROY,
});
const scope = new ResourceServerScope({ scopeName: "read", scopeDescription: "Read" });
const server = pool.addResourceServer("Server", { identifier: "pets", scopes: [scope] });
const web = pool.addClient("Web", {
  authFlows: { userPassword: true, userSrp: true, ...(second ? {} : { adminUserPassword: true }) },
  accessTokenValidity: Duration.minutes(second ? 30 : 10),
});
const machine = pool.addClient("Machine", {
  generateSecret: true,
  oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, scope)] },
});
const domain = pool.addDomain("Domain", { cognitoDomain: { domainPrefix: `${stack.stackName}-pets` } });
new UserPoolGroup(stack, "Keepers", { userPool: pool, groupName: "keepers" });
new CfnIdentityPool(stack, "Identities", {
  allowUnauthenticatedIdentities: true,
  cognitoIdentityProviders: [{ clientId: web.userPoolClientId, providerName: pool.userPoolProviderName }],
});

const api = new HttpApi(stack, "HttpApi");
const integration = new HttpLambdaIntegration("Echoing", echo);
api.addRoutes({
  path: "/pool",
  methods: [HttpMethod.GET],
  integration,
  authorizer: new HttpUserPoolAuthorizer("ByPool", pool, { userPoolClients: [web] }),
});
api.addRoutes({
  path: "/scope",
  methods: [HttpMethod.GET],
  integration,
  authorizer: new HttpJwtAuthorizer("ByScope", pool.userPoolProviderUrl, {
    jwtAudience: [machine.userPoolClientId],
  }),
  authorizationScopes: ["pets/read"],
});
api.addRoutes({
  path: "/other-scope",
  methods: [HttpMethod.GET],
  integration,
  authorizer: new HttpJwtAuthorizer("ByOtherScope", pool.userPoolProviderUrl, {
    jwtAudience: [machine.userPoolClientId],
  }),
  authorizationScopes: ["pets/write"],
});

const rest = new RestApi(stack, "RestApi");
rest.root.addMethod("GET", new LambdaIntegration(echo), {
  authorizationType: AuthorizationType.COGNITO,
  authorizer: new CognitoUserPoolsAuthorizer(stack, "RestByPool", { cognitoUserPools: [pool] }),
});

/** Fetches the pool's keys from AWS's own address, and a token from the pool's domain, as on AWS. */
const verifier = fn(
  "Verifier",
  `const https = require("node:https");
  const get = (url) => new Promise((done, fail) => https.get(url, (response) => {
    let text = "";
    response.on("data", (data) => (text += data)).on("end", () => done(JSON.parse(text)));
  }).on("error", fail));
  exports.handler = async ({ issuer, domain, client, secret }) => {
    const byHttps = await get(issuer + "/.well-known/jwks.json");
    const byFetch = await (await fetch(issuer + "/.well-known/openid-configuration")).json();
    const authorization = "Basic " + Buffer.from(client + ":" + secret).toString("base64");
    const body = new URLSearchParams({ grant_type: "client_credentials", scope: "pets/read" });
    const token = await (await fetch(domain + "/oauth2/token", { method: "POST", headers: { authorization }, body })).json();
    return { keys: byHttps.keys.length, issuer: byFetch.issuer, type: token.token_type };
  };`,
);
new CfnOutput(stack, "PoolId", { value: pool.userPoolId });
new CfnOutput(stack, "Issuer", { value: pool.userPoolProviderUrl });
new CfnOutput(stack, "WebClientId", { value: web.userPoolClientId });
new CfnOutput(stack, "MachineClientId", { value: machine.userPoolClientId });
new CfnOutput(stack, "HostedDomain", { value: domain.baseUrl() });
new CfnOutput(stack, "HttpUrl", { value: api.url ?? "" });
new CfnOutput(stack, "RestUrl", { value: rest.url });
new CfnOutput(stack, "TriggersLog", { value: `/aws/lambda/${triggers.functionName}` });
new CfnOutput(stack, "VerifierName", { value: verifier.functionName });
