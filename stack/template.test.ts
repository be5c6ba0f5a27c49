import { describe, expect, it } from "vitest";
import { JOBS } from "./functions.ts";
import {
  type Json,
  LOCALSTACK,
  propertiesOf,
  readable,
  resourcesOf,
  synthesise,
  type Template,
} from "./template.fixture.ts";

describe.each([
  ["AWS", {}],
  ["LocalStack", LOCALSTACK],
])("the template for %s", (_, context) => {
  const template = synthesise(context, { code: true });
  const again = synthesise(context, { code: true });

  it("is the same each time", () => {
    expect(again).toEqual(template);
  });

  it("has no custom resource, and nothing that serves one", () => {
    expect(typesOf(template).filter((type) => /^Custom::|CustomResource/.test(type))).toEqual([]);
    expect(resourcesOf(template, "AWS::Lambda::Function")).toHaveLength(JOBS.length);
  });

  it("allows no action by a wildcard", () => {
    const allowed = statementsIn(template).filter(({ Effect }) => Effect === "Allow");
    expect(allowed.length).toBeGreaterThan(10);
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("has every log group forget, and go with the stack", () => {
    const groups = resourcesOf(template, "AWS::Logs::LogGroup");
    expect(groups.map(([, { Properties }]) => readable(Properties.LogGroupName)).sort()).toEqual(
      [
        "/aws/apigateway/PetCuddleOTron/access",
        ...["Cancel", "Compose", "Get", "RecordFailure", "Refuse", "Request", "Send"].map(
          (name) => `/aws/lambda/PetCuddleOTron-${name}`,
        ),
        "/aws/vendedlogs/states/PetCuddleOTron",
        "API-Gateway-Execution-Logs_<ApiRest>/prod",
      ].sort(),
    );
    for (const [, { Properties, DeletionPolicy }] of groups) {
      expect([Properties.RetentionInDays, DeletionPolicy]).toEqual([30, "Delete"]);
    }
  });

  it("runs every function on Node.js 24 with source maps, under its own role, into its own log group", () => {
    for (const [, { Properties }] of resourcesOf(template, "AWS::Lambda::Function")) {
      const { FunctionName, Runtime, Environment, Handler, Role, LoggingConfig } = readable(Properties);
      const name = FunctionName.replace("PetCuddleOTron-", "");
      const job = Handler.replace(/\.handler$/, "");
      expect(JOBS).toContain(job);
      expect(name.toLowerCase()).toBe(job.replace("-", ""));
      expect(Runtime).toBe("nodejs24.x");
      expect(Environment.Variables).toMatchObject({
        NODE_OPTIONS: "--enable-source-maps",
        POWERTOOLS_SERVICE_NAME: job,
      });
      expect(Role).toBe(`<Functions${name}Role.Arn>`);
      expect(LoggingConfig.LogGroup).toBe(`<Functions${name}Logs>`);
    }
  });

  it("keeps the storage private, encrypted, and for a limited time", () => {
    const [storage] = bucketsOf(template, "StorageBucket");
    expect(storage.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(encryptionOf(storage)).toBe("AES256");
    const expiry = storage.LifecycleConfiguration.Rules.map(({ Prefix, ExpirationInDays }: Json) => [
      Prefix,
      ExpirationInDays,
    ]);
    expect(expiry).toEqual([
      ["failures/", 60],
      ["claims/", 80],
      [undefined, undefined],
    ]);
  });

  it("serves the site as a website, opened by its policy and by no access list", () => {
    const [site] = bucketsOf(template, "SiteBucket");
    expect(site.WebsiteConfiguration).toEqual({ IndexDocument: "index.html", ErrorDocument: "error.html" });
    expect(site.PublicAccessBlockConfiguration).toMatchObject({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
    });
    expect(encryptionOf(site)).toBe("AES256");
  });

  it("raises an alarm for failed reminders, errors, 5xx and throttling, and none where nothing runs", () => {
    const alarms = propertiesOf(template, "AWS::CloudWatch::Alarm");
    expect(alarms.map(({ MetricName }) => MetricName)).toEqual(
      expect.arrayContaining(["ExecutionsFailed", "Errors", "5XXError", "ExecutionThrottled"]),
    );
    for (const { TreatMissingData } of alarms) expect(TreatMissingData).toBe("notBreaching");
  });

  it("has the outputs that everything else reads", () => {
    expect(Object.keys(template.Outputs).sort()).toEqual([
      "ApiUrl",
      "Sender",
      "SiteBucketName",
      "SiteUrl",
      "StateMachineArn",
      "StorageBucketName",
    ]);
    expect(JSON.stringify(readable(template.Outputs.ApiUrl))).not.toMatch(/\/"/);
    expect(JSON.stringify(readable(template.Outputs.SiteUrl))).not.toMatch(/\/"/);
  });
});

const typesOf = ({ Resources }: Template) => Object.values(Resources).map(({ Type }) => Type);

const bucketsOf = (template: Template, name: string): Json[] =>
  resourcesOf(template, "AWS::S3::Bucket")
    .filter(([id]) => id.startsWith(name))
    .map(([, { Properties }]) => Properties);

const encryptionOf = ({ BucketEncryption }: Json): string =>
  BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm;

function statementsIn(value: Json): Json[] {
  if (typeof value !== "object" || value === null) return [];
  const own = value.Effect !== undefined && value.Action !== undefined ? [value] : [];
  return [...own, ...Object.values(value).flatMap(statementsIn)];
}
