import { expect, test } from "vitest";
import { ignoredChangesText, withoutEffectText } from "./ignored-changes.ts";

test("changes that LocalStack ignored are listed with their stack", () => {
  const ignored = ["AWS::S3::Bucket Pictures: LocalStack does not apply changes of Tags"];
  expect(ignoredChangesText([{ id: "Shop", ignored }])).toBe(
    "LocalStack did not update these resources. To see the changes, deploy to a new LocalStack:\n  Shop: AWS::S3::Bucket Pictures: LocalStack does not apply changes of Tags",
  );
});

test("without any there is nothing to show", () => {
  expect(ignoredChangesText([{ id: "Shop", ignored: [] }])).toBeUndefined();
});

test("resources that are only recorded are listed", () => {
  expect(withoutEffectText(["AWS::WAFv2::WebACL Guard (stack Shop): requests are not filtered"])).toBe(
    "LocalStack only records these resources:\n  AWS::WAFv2::WebACL Guard (stack Shop): requests are not filtered",
  );
  expect(withoutEffectText([])).toBeUndefined();
});
