import { describe, expect, test } from "vitest";
import { parseAccount, parseRegion, RedirectedError, sdkConfig, settleEnvironment } from "./target.ts";

const account = "123456789012";
const region = "eu-west-1";

test.each(["123456789012", "1234-5678-9012"])("account %s", (value) =>
  expect(parseAccount(value)).toBe(account),
);
test.each(["", "12345678901", "1234567890123", "12345678901x", "arn:aws:iam::1:root"])(
  "no account: %j",
  (value) => expect(() => parseAccount(value)).toThrow("twelve digits"),
);
test.each(["eu-west-1", "us-gov-east-1", "ap-southeast-3", "cn-north-1"])("Region %s", (value) =>
  expect(parseRegion(value)).toBe(value),
);
test.each(["", "eu-west", "Ireland", "eu_west_1", "https://x"])("no Region: %j", (value) =>
  expect(() => parseRegion(value)).toThrow("looks like eu-west-1"),
);

describe("for AWS", () => {
  test("the person's own credentials stay, and the Region is the one that was given", () => {
    const env: NodeJS.ProcessEnv = { AWS_PROFILE: "work", AWS_REGION: "us-east-1" };
    settleEnvironment({ account, region }, env);
    expect(env).toEqual({ AWS_PROFILE: "work", AWS_REGION: region, AWS_DEFAULT_REGION: region });
    expect(sdkConfig({ account, region }, env)).toEqual({ region });
  });

  test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])(
    "%s would lead elsewhere, and is refused",
    (name) => {
      expect(() => settleEnvironment({ account, region }, { [name]: "http://localhost:4566" })).toThrow(
        RedirectedError,
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
    expect(sdkConfig(target, env)).toMatchObject({
      endpoint: target.endpoint,
      region,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    });
  });

  test("an account's number in place of a key stays: emulators tell accounts apart by it", () => {
    const env: NodeJS.ProcessEnv = { AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "x" };
    settleEnvironment(target, env);
    expect(sdkConfig(target, env)).toMatchObject({
      credentials: { accessKeyId: account, secretAccessKey: "test" },
    });
  });
});
