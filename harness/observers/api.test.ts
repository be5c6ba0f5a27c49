import { GetFunctionUrlConfigCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { mockClient } from "aws-sdk-client-mock";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { createClients } from "../aws/clients.ts";
import { reachableAddress } from "../core/addresses.ts";
import { StackResources } from "../resources/stack-resources.ts";
import { mockStacks, type StubResource } from "../testing/stacks.ts";
import { Api } from "./api.ts";

const ENDPOINT = "http://localhost:4566";
const FUNCTION = "arn:aws:lambda:us-east-1:000000000000:function:shop-greeter";
const lambda = mockClient(LambdaClient);
const stage = (id: string, type: string, name: string, owner: object): StubResource => [
  id,
  type,
  name,
  `Shop/${id}`,
  owner as Record<string, unknown>,
];

let cloudFormation: ReturnType<typeof mockStacks>;
beforeEach(() => {
  lambda
    .on(GetFunctionUrlConfigCommand, { FunctionName: FUNCTION })
    .resolves({ FunctionUrl: "http://abc.lambda-url.us-east-1.localhost.localstack.cloud:4566/" });
  cloudFormation = mockStacks([
    {
      name: "Shop",
      outputs: { Url: "https://rest1.execute-api.localhost:4566/prod/", Bucket: "shop" },
      resources: [
        ["Rest1", "AWS::ApiGateway::RestApi", "rest1", "Shop/Api/Rest/Resource"],
        stage("Stage1", "AWS::ApiGateway::Stage", "rest1|prod", { RestApiId: { Ref: "Rest1" } }),
        ["Http1", "AWS::ApiGatewayV2::Api", "http1", "Shop/Http/Resource"],
        stage("Stage2", "AWS::ApiGatewayV2::Stage", "$default", { ApiId: { Ref: "Http1" } }),
        ["Bare1", "AWS::ApiGatewayV2::Api", "bare1", "Shop/Bare/Resource"],
        ["Two1", "AWS::ApiGateway::RestApi", "two1", "Shop/Two/Resource"],
        stage("Stage3", "AWS::ApiGateway::Stage", "dev", { RestApiId: { Ref: "Two1" } }),
        stage("Stage4", "AWS::ApiGateway::Stage", "prod", { RestApiId: { Ref: "Two1" } }),
        ["Url1", "AWS::Lambda::Url", FUNCTION, "Shop/Greeter/FunctionUrl/Resource"],
      ],
    },
    {
      name: "Other",
      resources: [stage("Stage5", "AWS::ApiGateway::Stage", "dev", { RestApiId: { Ref: "Rest1" } })],
    },
  ]);
});
afterEach(() => cloudFormation.restore());
afterAll(() => lambda.restore());

const requested: string[] = [];
function api(name: string, outputs: Record<string, string> = {}): Api {
  const clients = createClients(ENDPOINT);
  return new Api(
    {
      clients,
      resources: new StackResources(clients, [], outputs),
      fetch: async (url) => {
        requested.push(String(url));
        return new Response("ok");
      },
      apiAddress: (id) => `${ENDPOINT}/_aws/execute-api/${id}`,
      reachable: (address) => reachableAddress(address, ENDPOINT),
    },
    name,
  );
}

test.each([
  ["a REST API, with its stage", "Api", `${ENDPOINT}/_aws/execute-api/rest1/prod`],
  ["an HTTP API with the default stage", "Http", `${ENDPOINT}/_aws/execute-api/http1`],
  ["a function URL, by its function", "Greeter", "http://abc.lambda-url.us-east-1.localhost:4566"],
  ["an output that is an address", "Url", `${ENDPOINT}/_aws/execute-api/rest1/prod`],
])("the address of %s", async (_, name, address) => {
  expect(await api(name).address()).toBe(address);
});

test.each([
  ["Bare", "WHICH_STAGE", "API Bare has no stage"],
  ["Two", "WHICH_STAGE", "API Two has the stages dev, prod: name an output that holds its address"],
  ["Htp", "UNKNOWN_RESOURCE", 'there is no API "Htp": did you mean "Http"?'],
  ["Bucket", "UNKNOWN_RESOURCE", 'there is no API "Bucket"'],
])("of the name %s there is none", async (name, code, message) => {
  const error = expect.objectContaining({ code, message: expect.stringContaining(message) });
  await expect(api(name).address()).rejects.toThrow(error);
});

test("a known output needs no look at the stacks", async () => {
  cloudFormation.reset();
  expect(await api("Url", { Url: "http://localhost:4566/x/" }).address()).toBe("http://localhost:4566/x");
});

test("a request goes to a path below the address", async () => {
  expect(await (await api("Api").fetch("/pets?x=1")).text()).toBe("ok");
  expect(requested).toEqual([`${ENDPOINT}/_aws/execute-api/rest1/prod/pets?x=1`]);
});
