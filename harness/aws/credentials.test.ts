import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { STSClient } from "@aws-sdk/client-sts";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkAccount } from "./credentials.ts";

const target = { account: "123456789012", region: "eu-west-1" };
const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" };

afterEach(() => vi.unstubAllEnvs());

/** An STS with one response for every call. */
async function answering(status: number, body: string) {
  const server = createServer((_, response) =>
    response.writeHead(status, { "content-type": "text/xml" }).end(body),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const client = new STSClient({ region: target.region, endpoint: `http://127.0.0.1:${port}`, credentials });
  return {
    client,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}

const identity = (
  account: string,
) => `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/you</Arn><UserId>A</UserId><Account>${account}</Account>
  </GetCallerIdentityResult></GetCallerIdentityResponse>`;
const problem = (code: string) => `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error>
  <Type>Sender</Type><Code>${code}</Code><Message>the service's own words</Message></Error></ErrorResponse>`;

test("credentials of the named account are accepted", async () => {
  await using sts = await answering(200, identity(target.account));
  expect(await checkAccount(target, sts.client)).toBe("arn:aws:iam::123456789012:user/you");
});

test("credentials of another account are refused, with both accounts", async () => {
  await using sts = await answering(200, identity("999999999999"));
  await expect(checkAccount(target, sts.client)).rejects.toMatchObject({
    code: "WRONG_ACCOUNT",
    message: expect.stringMatching(/belong to account 999999999999, not to 123456789012/),
  });
});

describe("AWS's errors about credentials become one sentence with the next step", () => {
  test.each([
    ["ExpiredToken", "EXPIRED_CREDENTIALS"],
    ["InvalidClientTokenId", "REFUSED_CREDENTIALS"],
    ["SignatureDoesNotMatch", "REFUSED_CREDENTIALS"],
  ])("%s: %s", async (name, code) => {
    await using sts = await answering(403, problem(name));
    await expect(checkAccount(target, sts.client)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(/aws sso login.*AWS_PROFILE/),
    });
  });

  test("any other error is passed on unchanged", async () => {
    await using sts = await answering(403, problem("AccessDenied"));
    await expect(checkAccount(target, sts.client)).rejects.toThrow("the service's own words");
  });
});

describe("without a call to AWS", () => {
  /** An environment without any setting of this machine. */
  function bare(): void {
    for (const name of Object.keys(process.env)) if (/^AWS_/i.test(name)) vi.stubEnv(name, undefined);
    vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
    vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  }

  test("no credentials anywhere", async () => {
    bare();
    await expect(checkAccount(target)).rejects.toMatchObject({ code: "MISSING_CREDENTIALS" });
  });

  test("a profile that is not there", async () => {
    bare();
    vi.stubEnv("AWS_PROFILE", "unknown");
    await expect(checkAccount(target)).rejects.toMatchObject({ code: "MISSING_CREDENTIALS" });
  });

  test("a session that has expired", async () => {
    const expired = () =>
      Promise.reject(Object.assign(new Error("The SSO session has expired"), { name: "TokenProviderError" }));
    const sts = new STSClient({ region: target.region, credentials: expired });
    await expect(checkAccount(target, sts)).rejects.toMatchObject({ code: "EXPIRED_CREDENTIALS" });
  });

  test("a Region that does not exist", async () => {
    const sts = new STSClient({
      region: "eu-wset-1",
      endpoint: "https://sts.eu-wset-1.invalid",
      credentials,
      maxAttempts: 1,
    });
    await expect(checkAccount({ ...target, region: "eu-wset-1" }, sts)).rejects.toMatchObject({
      code: "UNKNOWN_REGION",
      message: expect.stringContaining("eu-wset-1"),
    });
  });
});
