import { describe, expect, it } from "vitest";
import { type Json, propertiesOf, readable, resourcesOf, synthesise } from "./template.fixture.ts";

const ORIGIN = "<SiteBucket.WebsiteURL>";
const template = synthesise();
const restricted = synthesise({ allowedRecipientDomains: "example.com, example.org" });
const [stage] = propertiesOf(template, "AWS::ApiGateway::Stage").map(readable);

describe("the routes", () => {
  const paths = new Map<string, string>([["<ApiRest.RootResourceId>", "/"]]);
  for (const [id, { Properties }] of resourcesOf(template, "AWS::ApiGateway::Resource")) {
    const { ParentId, PathPart } = readable(Properties);
    const parent = paths.get(ParentId) ?? "";
    paths.set(readable({ Ref: id }), `${parent.replace(/\/$/, "")}/${PathPart}`);
  }
  const methods = propertiesOf(template, "AWS::ApiGateway::Method").map(readable);

  it("lead to one function each, and all others to the one that refuses", () => {
    const routes = methods.map(({ ResourceId, HttpMethod, Integration }) => [
      `${HttpMethod} ${paths.get(ResourceId)}`,
      Integration.Uri?.match(/Functions(\w+)\.Arn/)?.[1] ?? Integration.Type,
    ]);
    expect(Object.fromEntries(routes)).toEqual({
      "POST /petcuddleotron": "Request",
      "OPTIONS /petcuddleotron": "MOCK",
      "ANY /petcuddleotron": "Refuse",
      "GET /petcuddleotron/{id}": "Get",
      "DELETE /petcuddleotron/{id}": "Cancel",
      "OPTIONS /petcuddleotron/{id}": "MOCK",
      "ANY /petcuddleotron/{id}": "Refuse",
      "ANY /": "Refuse",
      "ANY /{proxy+}": "Refuse",
    });
  });

  it("let the site's origin ask before it sends", () => {
    const preflights = methods.filter(({ HttpMethod }) => HttpMethod === "OPTIONS");
    const headers = preflights.map(
      ({ Integration }) => Integration.IntegrationResponses[0].ResponseParameters,
    );
    const header = "method.response.header.";
    expect(headers).toEqual(
      ["GET,DELETE,OPTIONS", "POST,OPTIONS"].map((allowed) => ({
        [`${header}Access-Control-Allow-Origin`]: `'${ORIGIN}'`,
        [`${header}Access-Control-Allow-Methods`]: `'${allowed}'`,
        [`${header}Access-Control-Allow-Headers`]: "'Content-Type,Idempotency-Key'",
        [`${header}Access-Control-Max-Age`]: "'3600'",
        [`${header}Vary`]: "'Origin'",
      })),
    );
  });
});

describe("the stage", () => {
  it("is prod, and names the site's origin", () => {
    expect(stage).toMatchObject({ StageName: "prod", Variables: { siteOrigin: ORIGIN } });
    expect(stage.Variables).not.toHaveProperty("allowedRecipientDomains");
  });

  it("names the domains that mail may go to, if there are any", () => {
    const [{ Variables }] = propertiesOf(restricted, "AWS::ApiGateway::Stage");
    expect(Variables.allowedRecipientDomains).toBe("example.com,example.org");
  });

  it("throttles, and logs errors without requests", () => {
    expect(stage.MethodSettings).toEqual([
      {
        HttpMethod: "*",
        ResourcePath: "/*",
        DataTraceEnabled: false,
        LoggingLevel: "ERROR",
        ThrottlingRateLimit: 50,
        ThrottlingBurstLimit: 100,
      },
    ]);
  });

  it("logs every access as JSON, without who it was and what they typed", () => {
    expect(stage.AccessLogSetting.DestinationArn).toMatch(/ApiAccessLogs/);
    const format: Record<string, string> = JSON.parse(stage.AccessLogSetting.Format);
    expect(format).toMatchObject({
      requestId: "$context.requestId",
      resourcePath: "$context.resourcePath",
      status: "$context.status",
    });
    for (const variable of Object.values(format)) {
      expect(variable).not.toMatch(/identity|\$context\.path$|requestOverride|authorizer/);
    }
  });

  it("is created after the log group, which API Gateway would otherwise create and keep without an end", () => {
    const [, resource] = resourcesOf(template, "AWS::ApiGateway::Stage")[0] ?? [];
    const [group] =
      resourcesOf(template, "AWS::Logs::LogGroup").find(([id]) => id.includes("ExecutionLogs")) ?? [];
    expect((resource as Json).DependsOn).toContain(group);
  });
});

it("its own errors are problem details that the site may read", () => {
  const responses = propertiesOf(template, "AWS::ApiGateway::GatewayResponse").map(readable);
  expect(Object.fromEntries(responses.map((each) => [each.ResponseType, each.StatusCode]))).toEqual({
    DEFAULT_4XX: undefined,
    DEFAULT_5XX: undefined,
    INTEGRATION_FAILURE: "502",
    INTEGRATION_TIMEOUT: "504",
    MISSING_AUTHENTICATION_TOKEN: "403",
    REQUEST_TOO_LARGE: "413",
    THROTTLED: "429",
  });
  for (const { ResponseParameters, ResponseTemplates, StatusCode } of responses) {
    expect(ResponseParameters).toMatchObject({
      "gatewayresponse.header.Access-Control-Allow-Origin": `'${ORIGIN}'`,
      "gatewayresponse.header.Content-Type": "'application/problem+json'",
    });
    const problem = JSON.parse(ResponseTemplates["application/json"]);
    expect(problem).toMatchObject({ type: "about:blank", title: expect.any(String), errors: [] });
    expect(problem.status).toBe(StatusCode === undefined ? undefined : Number(StatusCode));
  }
});
