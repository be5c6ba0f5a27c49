/** Promise: a stage of a REST API throttles each method as its settings say, and has one spelling. */
import { startLocalStack } from "localstack-harness";
import { expect, test } from "../app.ts";
import { ThrowawayStack } from "./throwaway-stack.ts";

const method = (HttpMethod: string) => ({
  Type: "AWS::ApiGateway::Method",
  Properties: {
    RestApiId: { Ref: "Api" },
    ResourceId: { "Fn::GetAtt": ["Api", "RootResourceId"] },
    HttpMethod,
    AuthorizationType: "NONE",
    Integration: {
      Type: "MOCK",
      RequestTemplates: { "application/json": '{"statusCode":200}' },
      IntegrationResponses: [{ StatusCode: "200" }],
    },
    MethodResponses: [{ StatusCode: "200" }],
  },
});

/** GET and POST of the root, of which GET admits `atOnce` requests, and one more in 16 minutes. */
const template = (atOnce: number, Name: string) => ({
  Resources: {
    Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name } },
    Get: method("GET"),
    Post: method("POST"),
    Throttled: {
      Type: "AWS::ApiGateway::GatewayResponse",
      Properties: {
        RestApiId: { Ref: "Api" },
        ResponseType: "THROTTLED",
        ResponseParameters: { "gatewayresponse.header.Access-Control-Allow-Origin": "'*'" },
      },
    },
    Deployment: {
      Type: "AWS::ApiGateway::Deployment",
      DependsOn: ["Get", "Post", "Throttled"],
      Properties: { RestApiId: { Ref: "Api" } },
    },
    Stage: {
      Type: "AWS::ApiGateway::Stage",
      Properties: {
        RestApiId: { Ref: "Api" },
        DeploymentId: { Ref: "Deployment" },
        StageName: "test",
        MethodSettings: [
          {
            HttpMethod: "GET",
            ResourcePath: "/",
            ThrottlingRateLimit: 0.001,
            ThrottlingBurstLimit: atOnce,
          },
          { HttpMethod: "*", ResourcePath: "/*", ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 },
        ],
      },
    },
  },
  Outputs: { Id: { Value: { Ref: "Api" } } },
});

test("a stage throttles a method by its settings, and others by those of all", async () => {
  await using localstack = await startLocalStack({
    target: "embedded",
    port: 0,
    env: { HARNESS_THROTTLING: "1" },
  });
  const { endpoint } = localstack;
  const name = `throwaway-${crypto.randomUUID()}`;
  await using stack = await ThrowawayStack.create(endpoint, template(2, name));
  const url = `${endpoint}/_aws/execute-api/${stack.outputs.Id}/test/`;
  const ask = async (method = "GET") => (await fetch(url, { method })).status;
  expect([await ask(), await ask()]).toEqual([200, 200]);
  const refused = await fetch(url);
  expect(refused.status).toBe(429);
  expect(refused.headers.get("x-amzn-errortype")).toBe("TooManyRequestsException");
  expect(refused.headers.get("access-control-allow-origin")).toBe("*");
  expect(await refused.json()).toEqual({ message: "Too Many Requests" });
  expect([await ask("POST"), await ask("POST"), await ask("POST")]).toEqual([200, 200, 200]);

  await stack.update(template(1, name));
  expect([await ask(), await ask()]).toEqual([200, 429]);
});

test("a stage in another case is none, and forbidden", async ({ endpoint }) => {
  await using stack = await ThrowawayStack.create(endpoint, template(2, `throwaway-${crypto.randomUUID()}`));
  for (const stage of ["TEST", "other", ""]) {
    const response = await fetch(`${endpoint}/_aws/execute-api/${stack.outputs.Id}/${stage}`);
    expect([response.status, await response.json()], stage).toEqual([403, { message: "Forbidden" }]);
  }
});
