import { expect, test } from "vitest";
import { propertyTexts } from "./property-support.ts";

const TEXTS = {
  "AWS::S3::Bucket": { LoggingConfiguration: "no access is logged", Rules: "there are none" },
  "AWS::ApiGateway::Method": { "Integration.Mode=STREAM": "not streamed" },
};
const textsOf = (type: string, properties?: unknown) => propertyTexts(TEXTS, { type, properties });

test("a property that a resource has is named with its text", () =>
  expect(textsOf("AWS::S3::Bucket", { LoggingConfiguration: { Prefix: "a" } })).toEqual([
    "LoggingConfiguration: no access is logged",
  ]));

test("what asks for nothing is not named", () => {
  expect(textsOf("AWS::S3::Bucket", { LoggingConfiguration: false, Rules: [] })).toEqual([]);
  expect(textsOf("AWS::S3::Bucket")).toEqual([]);
  expect(textsOf("AWS::SQS::Queue", { LoggingConfiguration: {} })).toEqual([]);
});

test("a value within a property counts, and others do not", () => {
  const method = (Mode: string) => textsOf("AWS::ApiGateway::Method", { Integration: { Mode } });
  expect(method("STREAM")).toEqual(["Integration.Mode: not streamed"]);
  expect(method("BUFFERED")).toEqual([]);
  expect(textsOf("AWS::ApiGateway::Method", { Integration: "none" })).toEqual([]);
});
