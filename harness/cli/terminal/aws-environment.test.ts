import { expect, test } from "vitest";
import { forgetAwsAccount } from "./aws-environment.ts";

test("forgets every way to a real account and keeps the rest", () => {
  const env = {
    AWS_PROFILE: "work",
    AWS_ACCESS_KEY_ID: "made-up",
    AWS_ENDPOINT_URL: "https://example.com",
    CDK_DEFAULT_ACCOUNT: "123456789012",
    PATH: "/bin",
    LAWS_OF_PHYSICS: "kept",
  };
  forgetAwsAccount(env);
  expect(env).toEqual({ PATH: "/bin", LAWS_OF_PHYSICS: "kept" });
});
