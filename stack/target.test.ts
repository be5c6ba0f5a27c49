import { describe, expect, it } from "vitest";
import { type Json, LOCALSTACK, propertiesOf, readable, synthesise } from "./template.fixture.ts";

const aws = synthesise();
const localstack = synthesise(LOCALSTACK);
const elsewhere = synthesise({ localstack: "http://127.0.0.1:4999/" });

it("leaves no trace of LocalStack in the template for AWS", () => {
  expect(JSON.stringify(aws)).not.toMatch(
    /localstack|localhost|127\.0\.0\.1|4566|_custom_id_|_aws\/|000000000000/i,
  );
});

it("is bound to no account and no region", () => {
  expect(JSON.stringify(aws)).not.toMatch(/\b\d{12}\b|us-east-1/);
});

describe("the templates differ", () => {
  it("in this, and in nothing else (docs/divergences.md)", () => {
    const expected = [
      // the check of the bootstrap's version, which LocalStack goes without
      "Parameters",
      "Rules",
      // the dashboard
      "Resources.Dashboard",
      // the sender's identity
      "Resources.MailSender",
      // where functions run
      ...["Cancel", "Compose", "Get", "RecordFailure", "Refuse", "Request", "Send"].map(
        (name) => `Resources.Functions${name}.Properties.Architectures.0`,
      ),
      // the addresses, and the site's where the API names it
      "Outputs.ApiUrl.Value",
      "Outputs.SiteUrl.Value",
      "Resources.ApiRest.Properties.Tags",
      "Resources.ApiRestDeploymentStageprod.Properties.Variables.siteOrigin",
      ...["DEFAULT4XX", "DEFAULT5XX", "INTEGRATIONFAILURE", "INTEGRATIONTIMEOUT"].map(gatewayResponse),
      ...["MISSINGAUTHENTICATIONTOKEN", "REQUESTTOOLARGE", "THROTTLED"].map(gatewayResponse),
      ...["petcuddleotron", "petcuddleotronid"].map(preflight),
    ];
    expect(differences(readable(aws), readable(localstack))).toEqual(expected.sort());
  });

  it("in the addresses, which work on LocalStack without a name server", () => {
    const { ApiUrl, SiteUrl } = readable(localstack.Outputs);
    expect(ApiUrl.Value).toBe(
      "http://localhost:4566/_aws/execute-api/<ApiRest>/<ApiRestDeploymentStageprod>",
    );
    expect(SiteUrl.Value).toBe("http://<SiteBucket>.s3-website.localhost:4566");
  });

  it("in the API's id, which stays the same on LocalStack", () => {
    const [api] = propertiesOf(localstack, "AWS::ApiGateway::RestApi");
    expect(api.Tags).toEqual([{ Key: "_custom_id_", Value: "petcuddleotron" }]);
  });

  it("follow LocalStack's endpoint", () => {
    const { ApiUrl, SiteUrl } = readable(elsewhere.Outputs);
    expect(ApiUrl.Value).toMatch(/^http:\/\/127\.0\.0\.1:4999\/_aws\//);
    expect(SiteUrl.Value).toBe("http://<SiteBucket>.s3-website.localhost:4999");
  });
});

const ORIGIN = "Access-Control-Allow-Origin";
const gatewayResponse = (type: string) =>
  `Resources.ApiRest${type}.Properties.ResponseParameters.gatewayresponse.header.${ORIGIN}`;
const preflight = (path: string) =>
  `Resources.ApiRest${path}OPTIONS.Properties.Integration.IntegrationResponses.0.ResponseParameters.method.response.header.${ORIGIN}`;

/** The paths at which two values differ. */
function differences(one: Json, other: Json, path: string[] = []): string[] {
  if (Object.is(one, other)) return [];
  const isObject = (value: Json) => typeof value === "object" && value !== null;
  if (!isObject(one) || !isObject(other)) return [path.join(".")];
  const [left, right] = [withNames(one), withNames(other)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .flatMap((key) => differences(left[key], right[key], [...path, key]))
    .sort();
}

/** Without the hashes in logical ids. A deployment's is made of all that it deploys, of the origin for one. */
const withNames = (value: Json) =>
  Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      named(key),
      typeof each === "string" ? unhashed(each) : each,
    ]),
  );
const unhashed = (text: string) => text.replace(/(?<=^<ApiRestDeployment)\w{32,}(?=>$)/, "");
const named = (key: string) =>
  key.replace(/^(ApiRestDeployment)\w{32,}$/, "$1").replace(/(?<=^[A-Z]\w*)[0-9A-F]{8}$/, "");
