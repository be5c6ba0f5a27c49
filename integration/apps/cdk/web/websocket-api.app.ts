/** A chat over a WebSocket API: a table knows who is connected, and a function sends to all of them. */
import { App, CfnOutput, RemovalPolicy, Stack } from "aws-cdk-lib";
import { WebSocketApi, WebSocketStage } from "aws-cdk-lib/aws-apigatewayv2";
import { WebSocketLambdaAuthorizer } from "aws-cdk-lib/aws-apigatewayv2-authorizers";
import {
  WebSocketLambdaIntegration,
  WebSocketMockIntegration,
} from "aws-cdk-lib/aws-apigatewayv2-integrations";
import { AttributeType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";

const app = new App();
const stack = new Stack(app, app.node.getContext("stack"));
const table = new Table(stack, "Connected", {
  partitionKey: { name: "id", type: AttributeType.STRING },
  removalPolicy: RemovalPolicy.DESTROY,
});

const COMMON = `
const { DynamoDBClient, DeleteItemCommand, PutItemCommand, ScanCommand } = require("@aws-sdk/client-dynamodb");
const dynamodb = new DynamoDBClient({});
const TableName = process.env.TABLE;
`;
const lambda = (name: string, code: string): LambdaFunction => {
  const made = new LambdaFunction(stack, name, {
    runtime: Runtime.NODEJS_22_X,
    handler: "index.handler",
    code: Code.fromInline(`${COMMON}${code}`),
    environment: { TABLE: table.tableName },
  });
  table.grantReadWriteData(made);
  return made;
};

const connect = lambda(
  "Connect",
  `exports.handler = async ({ requestContext: { connectionId, authorizer }, queryStringParameters }) => {
  if (queryStringParameters?.name === "stranger") return { statusCode: 418 };
  const Item = { id: { S: connectionId }, name: { S: authorizer.principalId } };
  await dynamodb.send(new PutItemCommand({ TableName, Item }));
  return { statusCode: 200 };
};`,
);
const disconnect = lambda(
  "Disconnect",
  `exports.handler = async ({ requestContext: { connectionId } }) => {
  await dynamodb.send(new DeleteItemCommand({ TableName, Key: { id: { S: connectionId } } }));
  return { statusCode: 200 };
};`,
);
const say = lambda(
  "Say",
  `const { ApiGatewayManagementApiClient, PostToConnectionCommand } = require("@aws-sdk/client-apigatewaymanagementapi");
exports.handler = async ({ body, requestContext: { domainName, stage } }) => {
  const client = new ApiGatewayManagementApiClient({ endpoint: \`https://\${domainName}/\${stage}\` });
  const { Items } = await dynamodb.send(new ScanCommand({ TableName }));
  const Data = JSON.stringify({ said: JSON.parse(body).text });
  await Promise.all(Items.map(({ id }) => client.send(new PostToConnectionCommand({ ConnectionId: id.S, Data }))));
  return { statusCode: 200 };
};`,
);
const echo = lambda(
  "Echo",
  `exports.handler = async ({ body, requestContext: { routeKey } }) => ({ statusCode: 200, body: routeKey + " " + body });`,
);
const fail = lambda("Fail", `exports.handler = async () => { throw new Error("no"); };`);
const admit = lambda(
  "Admit",
  `exports.handler = async ({ methodArn, queryStringParameters: { name } }) => ({
  principalId: name,
  policyDocument: {
    Version: "2012-10-17",
    Statement: [{ Action: "execute-api:Invoke", Effect: name === "refused" ? "Deny" : "Allow", Resource: methodArn }],
  },
});`,
);

const api = new WebSocketApi(stack, "Chat", {
  connectRouteOptions: {
    integration: new WebSocketLambdaIntegration("ConnectIntegration", connect),
    authorizer: new WebSocketLambdaAuthorizer("Admission", admit, {
      identitySource: ["route.request.querystring.name"],
    }),
  },
  disconnectRouteOptions: {
    integration: new WebSocketLambdaIntegration("DisconnectIntegration", disconnect),
  },
  defaultRouteOptions: {
    integration: new WebSocketLambdaIntegration("EchoIntegration", echo),
    returnResponse: true,
  },
});
api.addRoute("say", { integration: new WebSocketLambdaIntegration("SayIntegration", say) });
api.addRoute("fail", { integration: new WebSocketLambdaIntegration("FailIntegration", fail) });
api.addRoute("ignore", { integration: new WebSocketMockIntegration("IgnoreIntegration") });
const stage = new WebSocketStage(stack, "Stage", { webSocketApi: api, stageName: "test", autoDeploy: true });
stage.grantManagementApiAccess(say);
new CfnOutput(stack, "Url", { value: stage.url });
new CfnOutput(stack, "Callback", { value: stage.callbackUrl });
new CfnOutput(stack, "TableName", { value: table.tableName });
