import { describe, expect, test } from "vitest";
import { accountConfig, settleEnvironment } from "./account.ts";

const account = "123456789012";
const region = "eu-west-1";

describe("for AWS", () => {
  test("the user's credentials stay, and the Region is the given one", () => {
    const env: NodeJS.ProcessEnv = { AWS_PROFILE: "work", AWS_REGION: "us-east-1" };
    settleEnvironment({ account, region }, env);
    expect(env).toEqual({ AWS_PROFILE: "work", AWS_REGION: region, AWS_DEFAULT_REGION: region });
    expect(accountConfig({ account, region }, env)).not.toHaveProperty("credentials");
  });

  test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])(
    "%s would lead elsewhere, and is refused",
    (name) => {
      expect(() => settleEnvironment({ account, region }, { [name]: "http://localhost:4566" })).toThrow(
        expect.objectContaining({ code: "REDIRECTED" }),
      );
      expect(() => settleEnvironment({ account, region }, { [name]: "" })).not.toThrow();
    },
  );
});

describe("for an emulator", () => {
  const target = { account, region, endpoint: "http://localhost:4570" };

  test("no real key, profile or file is left in the environment", () => {
    const env: NodeJS.ProcessEnv = {
      AWS_PROFILE: "work",
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "secret",
      AWS_SESSION_TOKEN: "token",
      PATH: "/bin",
    };
    settleEnvironment(target, env);
    expect(env).toMatchObject({
      PATH: "/bin",
      AWS_ENDPOINT_URL: target.endpoint,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    });
    expect(env).not.toHaveProperty("AWS_PROFILE");
    expect(env).not.toHaveProperty("AWS_SESSION_TOKEN");
    expect(accountConfig(target, env)).toMatchObject({
      endpoint: target.endpoint,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });

  test("an account's number in place of a key stays: emulators distinguish accounts by it", () => {
    const env: NodeJS.ProcessEnv = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "x" };
    settleEnvironment(target, env);
    expect(accountConfig(target, env)).toMatchObject({
      credentials: { accessKeyId: account, secretAccessKey: "test" },
    });
  });
});
