/** Promise: API Gateway refuses, limits, encodes and authorizes as on AWS, where LocalStack alone does not. */
import {
  APIGatewayClient,
  FlushStageAuthorizersCacheCommand,
  GetAuthorizersCommand,
} from "@aws-sdk/client-api-gateway";
import { clientConfig } from "localstack-harness";
import { describe } from "vitest";
import { expect, test } from "../app.ts";
import { ThrowawayFunction } from "../throwaway-function.ts";
import { type ApiOptions, functionUri, ThrowawayApi } from "./throwaway-api.ts";
import { ThrowawayStack } from "./throwaway-stack.ts";

/** A function that answers with what the query parameter `answer` holds. */
const ANSWERING = {
  "index.mjs":
    "export const handler = async (event) => JSON.parse(event.queryStringParameters.answer ?? 'null');",
};
const ECHOING = {
  "index.mjs": "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify(event) });",
};
/** Who says `Bearer good` may do all, `Bearer reader` may only read, everything else fails in its own way. */
const GATE = {
  "index.mjs": `let calls = 0;
    export const handler = async (event) => {
      const token = event.authorizationToken ?? event.headers["X-Token"];
      if (token === "Bearer nonsense") return { principalId: "u" };
      if (token === "Bearer broken") throw new Error("out of order");
      if (token === "Bearer denied") return answer("Deny", "*");
      if (token === "Bearer reader") return answer("Allow", event.methodArn.replace(/[A-Z]+[/]$/, "GET/"));
      if (token !== "Bearer good") throw new Error("Unauthorized");
      return answer("Allow", event.methodArn);
      function answer(Effect, Resource) {
        const policyDocument = { Version: "2012-10-17", Statement: [{ Action: "execute-api:Invoke", Effect, Resource }] };
        return { principalId: "u", policyDocument, context: { calls: ++calls, type: event.type, ok: true } };
      }
    };`,
};

test("a form reaches a function as it was sent", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
  await using api = await ThrowawayApi.create(endpoint, fn);
  const part = 'content-disposition: form-data; name="a"';
  for (const [type, body] of [
    ["application/x-www-form-urlencoded", '{"text":"hi"}&a=%7e+b&a'],
    ["multipart/form-data; boundary=x", `--x\r\n${part}\r\n\r\n1\r\n--x--\r\n`],
  ] as const) {
    const response = await fetch(api.url, { method: "POST", headers: { "content-type": type }, body });
    expect(await response.json(), type).toMatchObject({ body, isBase64Encoded: false });
  }
});

describe("a Lambda proxy response", () => {
  const INTERNAL = { message: "Internal server error" };
  const refused: Record<string, unknown> = {
    "whose body is an object": { statusCode: 200, body: { not: "a string" } },
    "whose body is a list": { statusCode: 200, body: ["a"] },
    "whose status is a word": { statusCode: "fine" },
    "whose status is null": { statusCode: null },
    "whose headers are a list": { statusCode: 200, headers: ["a"] },
    "whose header is an object": { statusCode: 200, headers: { a: { b: "c" } } },
    "whose header has a line break": { statusCode: 200, headers: { a: "b\r\nset-cookie: c=d" } },
    "whose header's name has a blank": { statusCode: 200, headers: { "a b": "c" } },
    "whose status is no final one": { statusCode: 100 },
    "with an unknown field": { statusCode: 200, message: "hello" },
    "that is null": null,
    "that is a string": "hello",
    "that is a number": 5,
    "that is a list": [{ statusCode: 200 }],
  };
  test("without a status is 200", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ANSWERING);
    await using api = await ThrowawayApi.create(endpoint, fn);
    const response = await fetch(`${api.url}?answer=${encodeURIComponent(JSON.stringify({ body: "text" }))}`);
    expect([response.status, await response.text()]).toEqual([200, "text"]);
  });

  test("of any other form is answered with 502", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ANSWERING);
    await using api = await ThrowawayApi.create(endpoint, fn);
    for (const [shape, answer] of Object.entries(refused)) {
      const response = await fetch(`${api.url}?answer=${encodeURIComponent(JSON.stringify(answer))}`);
      expect([response.status, await response.json()], `a response ${shape}`).toEqual([502, INTERNAL]);
    }
  });

  test("of the documented form is passed on", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ANSWERING);
    await using api = await ThrowawayApi.create(endpoint, fn);
    const answer = { statusCode: "201", body: "made", headers: { "x-flag": true } };
    const response = await fetch(`${api.url}?answer=${encodeURIComponent(JSON.stringify(answer))}`);
    expect(response.status).toBe(201);
    expect(response.headers.get("x-flag")).toBe("true");
    expect(await response.text()).toBe("made");
  });
});

test("an integration that takes longer than its time limit is answered with 504", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, {
    "index.mjs": `export const handler = async () => {
      await new Promise((done) => setTimeout(done, 3_000));
      return { statusCode: 200, body: "late" };
    };`,
  });
  await using api = await ThrowawayApi.create(endpoint, fn, { integration: { timeoutInMillis: 1_000 } });
  const response = await fetch(api.url);
  expect(response.status).toBe(504);
  expect(await response.json()).toEqual({ message: "Endpoint request timed out" });
});

describe("binary media types", () => {
  const BYTES = Uint8Array.of(0, 255, 254, 10, 200);
  const send = (url: string, contentType: string, body: string | Uint8Array<ArrayBuffer>) =>
    fetch(url, { method: "POST", headers: { "content-type": contentType }, body });

  test("a request of such a type reaches the function in base64", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
    await using api = await ThrowawayApi.create(endpoint, fn, { api: { binaryMediaTypes: ["image/*"] } });
    const image = await (await send(api.url, "image/png", BYTES)).json();
    expect(image).toMatchObject({ isBase64Encoded: true, body: Buffer.from(BYTES).toString("base64") });
    const text = await (await send(api.url, "text/plain", "größe")).json();
    expect(text).toMatchObject({ isBase64Encoded: false, body: "größe" });
  });

  test("*/* is every type", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
    await using api = await ThrowawayApi.create(endpoint, fn, { api: { binaryMediaTypes: ["*/*"] } });
    const json = await (await send(api.url, "application/json", "{}")).json();
    expect(json).toMatchObject({ isBase64Encoded: true, body: "e30=" });
  });

  test("a response is decoded for a client that accepts such a type", async ({ endpoint }) => {
    await using fn = await ThrowawayFunction.create(endpoint, ANSWERING);
    await using api = await ThrowawayApi.create(endpoint, fn, { api: { binaryMediaTypes: ["image/png"] } });
    const answer = {
      statusCode: 200,
      body: Buffer.from(BYTES).toString("base64"),
      isBase64Encoded: true,
      headers: { "content-type": "image/png" },
    };
    const url = `${api.url}?answer=${encodeURIComponent(JSON.stringify(answer))}`;
    const image = await fetch(url, { headers: { accept: "image/png" } });
    expect(new Uint8Array(await image.arrayBuffer())).toEqual(BYTES);
    const text = await fetch(url, { headers: { accept: "image/webp" } });
    expect(await text.text()).toBe(answer.body);
    for (const body of ["!!!", "AP/+", "aGk", "a b="]) {
      const asked = `${api.url}?answer=${encodeURIComponent(JSON.stringify({ ...answer, body }))}`;
      const { status } = await fetch(asked, { headers: { accept: "image/png" } });
      expect(status, `the body ${body}`).toBe(body === "AP/+" ? 200 : 500);
    }
  });
});

describe("a Lambda authorizer", () => {
  test("lets through, refuses and fails by a token", async ({ endpoint }) => {
    await using gate = await ThrowawayFunction.create(endpoint, GATE);
    await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
    await using api = await ThrowawayApi.create(endpoint, fn, {
      authorizer: {
        type: "TOKEN",
        authorizerUri: functionUri(gate),
        identitySource: "method.request.header.Authorization",
        authorizerResultTtlInSeconds: 0,
      },
    });
    const ask = async (token?: string, method = "GET") => {
      const response = await fetch(api.url, { method, headers: token ? { authorization: token } : {} });
      return { status: response.status, body: await response.json() };
    };
    expect(await ask()).toEqual({ status: 401, body: { message: "Unauthorized" } });
    expect(await ask("Bearer bad")).toEqual({ status: 401, body: { message: "Unauthorized" } });
    expect(await ask("Bearer denied")).toEqual({
      status: 403,
      body: { Message: "User is not authorized to access this resource with an explicit deny" },
    });
    expect(await ask("Bearer reader", "POST")).toEqual({
      status: 403,
      body: { Message: "User is not authorized to access this resource" },
    });
    expect((await ask("Bearer reader")).status).toBe(200);
    expect(await ask("Bearer broken")).toEqual({ status: 500, body: { message: null } });
    expect(await ask("Bearer nonsense")).toEqual({ status: 500, body: { message: null } });
    const { status, body } = await ask("Bearer good");
    expect(status).toBe(200);
    expect(body.requestContext.authorizer).toMatchObject({
      principalId: "u",
      type: "TOKEN",
      ok: "true",
      calls: expect.stringMatching(/^\d+$/),
    });
  });

  test("sees the whole request, when it asks for it, and is asked once within its time to live", async ({
    endpoint,
  }) => {
    await using gate = await ThrowawayFunction.create(endpoint, GATE);
    await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
    await using api = await ThrowawayApi.create(endpoint, fn, {
      authorizer: {
        type: "REQUEST",
        authorizerUri: functionUri(gate),
        identitySource: "method.request.header.X-Token,method.request.querystring.tenant",
        authorizerResultTtlInSeconds: 300,
      },
    });
    const ask = (query: string) => fetch(`${api.url}${query}`, { headers: { "X-Token": "Bearer good" } });
    expect((await ask("")).status).toBe(401);
    const calls = async (query: string) =>
      (await (await ask(query)).json()).requestContext.authorizer.calls as string;
    expect(await calls("?tenant=a")).toBe("1");
    expect(await calls("?tenant=a&more=1")).toBe("1");
    expect(await calls("?tenant=b")).toBe("2");
    const client = new APIGatewayClient(clientConfig(endpoint));
    await client.send(new FlushStageAuthorizersCacheCommand({ restApiId: api.id, stageName: "test" }));
    client.destroy();
    expect(await calls("?tenant=a")).toBe("3");
  });

  test("answers by the API's gateway responses", async ({ endpoint }) => {
    await using gate = await ThrowawayFunction.create(endpoint, GATE);
    await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
    await using api = await ThrowawayApi.create(endpoint, fn, {
      authorizer: {
        type: "TOKEN",
        authorizerUri: functionUri(gate),
        identitySource: "method.request.header.Authorization",
      },
      gatewayResponse: {
        responseType: "UNAUTHORIZED",
        statusCode: "401",
        responseParameters: {
          "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
          "gatewayresponse.header.WWW-Authenticate": "'Bearer'",
        },
        responseTemplates: { "application/json": '{"error":$context.error.messageString}' },
      },
    });
    const response = await fetch(api.url);
    expect(response.status).toBe(401);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("www-authenticate")).toBe("Bearer");
    expect(await response.json()).toEqual({ error: "Unauthorized" });
  });
});

test("what AWS does not create is refused, by the API and by CloudFormation", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
  const authorizerUri = functionUri(fn);
  const identitySource = "method.request.header.Authorization";
  const wrong: [ApiOptions, string][] = [
    [{ integration: { timeoutInMillis: 49 } }, "Timeout should be between 50 ms and 29000 ms"],
    [{ integration: { timeoutInMillis: 29_001 } }, "Timeout should be between 50 ms and 29000 ms"],
    [{ integration: { passthroughBehavior: "SOMETIMES" } }, "passthroughBehavior"],
    [{ authorizer: { type: "TOKEN", identitySource } }, "Invalid Authorizer URI"],
    [
      { authorizer: { type: "TOKEN", authorizerUri, identitySource, authorizerResultTtlInSeconds: 3_601 } },
      "Authorizer result TTL must be between 0 and 3600 seconds",
    ],
    [{ authorizer: { type: "REQUEST", authorizerUri } }, "Identity source must be set"],
    [
      { authorizer: { type: "TOKEN", authorizerUri, identitySource: "context.x" } },
      "Invalid mapping expression",
    ],
  ];
  for (const [options, message] of wrong)
    await expect(ThrowawayApi.create(endpoint, fn, options), message).rejects.toThrow(message);
  await using slow = await ThrowawayApi.create(endpoint, fn, {
    api: { endpointConfiguration: { types: ["REGIONAL"] } },
    integration: { timeoutInMillis: 60_000 },
  });
  expect((await fetch(slow.url)).status).toBe(200);

  const Authorizer = {
    Type: "AWS::ApiGateway::Authorizer",
    Properties: { RestApiId: { Ref: "Api" }, Name: "gate", Type: "TOKEN", AuthorizerUri: authorizerUri },
  };
  const Api = { Type: "AWS::ApiGateway::RestApi", Properties: { Name: `throwaway-${crypto.randomUUID()}` } };
  await expect(ThrowawayStack.create(endpoint, { Resources: { Api, Authorizer } })).rejects.toThrow(
    "Identity source must be set",
  );

  const integration = { type: "aws_proxy", httpMethod: "POST", uri: authorizerUri, timeoutInMillis: 49 };
  const Body = {
    openapi: "3.0.1",
    info: { title: "throwaway", version: "1" },
    paths: { "/": { get: { responses: {}, "x-amazon-apigateway-integration": integration } } },
  };
  const Imported = { Type: "AWS::ApiGateway::RestApi", Properties: { Body } };
  await expect(ThrowawayStack.create(endpoint, { Resources: { Imported } })).rejects.toThrow(
    "Unable to put integration on 'GET' for resource at path '/': Timeout should be between 50 ms and 29000 ms",
  );
});

test("a method that wants a signature refuses a request without one", async ({ endpoint }) => {
  await using fn = await ThrowawayFunction.create(endpoint, ECHOING);
  await using api = await ThrowawayApi.create(endpoint, fn, { authorizationType: "AWS_IAM" });
  const response = await fetch(api.url);
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: "Missing Authentication Token" });
});

test("CloudFormation makes, changes and removes an authorizer", async ({ endpoint }) => {
  const role = "arn:aws:iam::000000000000:role/throwaway";
  const inline = (code: string) => ({
    Type: "AWS::Lambda::Function",
    Properties: {
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Role: role,
      Code: { ZipFile: `exports.handler = async (event) => { ${code} };` },
    },
  });
  const uri = (id: string) => ({
    "Fn::Sub": `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${id}.Arn}/invocations`,
  });
  const template = (ttl: number) => ({
    Resources: {
      Gate: inline(`if (event.authorizationToken !== "Bearer good") throw new Error("Unauthorized");
        return { principalId: "u", policyDocument: { Version: "2012-10-17", Statement: [
          { Action: "execute-api:Invoke", Effect: "Allow", Resource: event.methodArn }] } };`),
      In: inline(`return { statusCode: 200, body: JSON.stringify(event.requestContext.authorizer) };`),
      Api: { Type: "AWS::ApiGateway::RestApi", Properties: { Name: `throwaway-${crypto.randomUUID()}` } },
      Authorizer: {
        Type: "AWS::ApiGateway::Authorizer",
        Properties: {
          RestApiId: { Ref: "Api" },
          Name: "gate",
          Type: "TOKEN",
          AuthorizerUri: uri("Gate"),
          IdentitySource: "method.request.header.Authorization",
          AuthorizerResultTtlInSeconds: ttl,
        },
      },
      Method: {
        Type: "AWS::ApiGateway::Method",
        Properties: {
          RestApiId: { Ref: "Api" },
          ResourceId: { "Fn::GetAtt": ["Api", "RootResourceId"] },
          HttpMethod: "GET",
          AuthorizationType: "CUSTOM",
          AuthorizerId: { Ref: "Authorizer" },
          Integration: { Type: "AWS_PROXY", IntegrationHttpMethod: "POST", Uri: uri("In") },
        },
      },
      Deployment: {
        Type: "AWS::ApiGateway::Deployment",
        DependsOn: "Method",
        Properties: { RestApiId: { Ref: "Api" }, StageName: "test" },
      },
    },
    Outputs: { Id: { Value: { Ref: "Api" } } },
  });
  await using stack = await ThrowawayStack.create(endpoint, template(0));
  const url = `${endpoint}/_aws/execute-api/${stack.outputs.Id}/test/`;
  expect((await fetch(url)).status).toBe(401);
  const allowed = await fetch(url, { headers: { authorization: "Bearer good" } });
  expect(await allowed.json()).toMatchObject({ principalId: "u" });

  await stack.update(template(60));
  const client = new APIGatewayClient(clientConfig(endpoint));
  const { items } = await client.send(new GetAuthorizersCommand({ restApiId: stack.outputs.Id }));
  expect(items).toMatchObject([{ name: "gate", authorizerResultTtlInSeconds: 60 }]);
  client.destroy();
  await expect(stack.update(template(3_601))).rejects.toThrow("ROLLBACK_COMPLETE");
});
