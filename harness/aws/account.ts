import { devNull } from "node:os";
import { HarnessError } from "../core/errors.ts";
import { clientConfig } from "./client-config.ts";

/** One AWS account in one Region, or an emulator of it. */
export interface AwsAccount {
  /** Twelve digits. */
  account: string;
  region: string;
  /** Where an emulator of AWS answers; without it this is AWS. */
  endpoint?: string;
}

/**
 * Makes sure that no variable of the environment leads to another place than this account. An emulator gets no real key: an
 * account's number where `AWS_ACCESS_KEY_ID` is one (emulators distinguish accounts by it), else `test`.
 * @throws HarnessError REDIRECTED for AWS, where a variable names another endpoint
 */
export function settleEnvironment(
  { region, endpoint }: AwsAccount,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (endpoint === undefined) {
    for (const [name, value] of Object.entries(env)) {
      if (/^AWS_ENDPOINT_URL(_|$)/i.test(name) && value)
        throw new HarnessError(
          "REDIRECTED",
          `${name} is set to ${value}, so this would not reach AWS: unset it, or name an emulator by its endpoint`,
        );
    }
  } else {
    const key = env.AWS_ACCESS_KEY_ID ?? "";
    for (const name of Object.keys(env)) if (/^(AWS|CDK)_/i.test(name)) delete env[name];
    Object.assign(env, {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_S3: endpoint,
      AWS_ACCESS_KEY_ID: /^\d{12}$/.test(key) ? key : "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
    });
  }
  env.AWS_REGION = env.AWS_DEFAULT_REGION = region;
}

/**
 * Where an API of this account is reached: an emulator returns the address of AWS, which must not get the requests, and
 * serves its APIs below its endpoint.
 */
export function reachableApiUrl(apiUrl: string, { endpoint }: Pick<AwsAccount, "endpoint">): string {
  if (endpoint === undefined) return apiUrl;
  const { hostname, pathname } = new URL(apiUrl);
  return `${endpoint}/_aws/execute-api/${hostname.split(".")[0]}${pathname}`;
}

/**
 * The configuration of every SDK client for this account: on AWS with the credentials of the user (environment, profile,
 * SSO, role), as `aws` and `cdk` find them; for an emulator with those of {@link settleEnvironment}.
 */
export function accountConfig({ region, endpoint }: AwsAccount, env: NodeJS.ProcessEnv = process.env) {
  // AWS throttles operations that describe resources: they are retried, slower
  if (endpoint === undefined) return { region, maxAttempts: 8, retryMode: "adaptive" };
  const accessKeyId = env.AWS_ACCESS_KEY_ID ?? "test";
  return { ...clientConfig(endpoint), region, credentials: { accessKeyId, secretAccessKey: "test" } };
}
