import { devNull } from "node:os";
import { clientConfig } from "./client-config.ts";

/** One AWS account in one Region, or an emulator of it. */
export interface AwsAccount {
  /** Twelve digits. */
  account: string;
  region: string;
  /** Where an emulator of AWS answers; without it this is AWS. */
  endpoint?: string;
}

/** A setting in the environment would lead to something else than the AWS that was named. */
export class RedirectedError extends Error {
  override readonly name = "RedirectedError";

  constructor(variable: string, value: string) {
    super(
      `${variable} is set to ${value}, so this would not reach AWS: unset it, or name an emulator by its endpoint`,
    );
  }
}

/**
 * Makes sure that nothing in the environment leads to another place than this account. An emulator gets no real key: an
 * account's number where that is what `AWS_ACCESS_KEY_ID` holds (emulators tell accounts apart by it), else `test`.
 * @throws RedirectedError
 */
export function settleEnvironment(
  { region, endpoint }: AwsAccount,
  env: NodeJS.ProcessEnv = process.env,
): void {
  if (endpoint === undefined) {
    for (const [name, value] of Object.entries(env)) {
      if (/^AWS_ENDPOINT_URL(_|$)/i.test(name) && value) throw new RedirectedError(name, value);
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
 * Where an API of this account is reached: an emulator gives AWS's own address, which must not be asked, and has its APIs
 * below its endpoint.
 */
export function reachableApiUrl(apiUrl: string, { endpoint }: Pick<AwsAccount, "endpoint">): string {
  if (endpoint === undefined) return apiUrl;
  const { hostname, pathname } = new URL(apiUrl);
  return `${endpoint}/_aws/execute-api/${hostname.split(".")[0]}${pathname}`;
}

/**
 * The configuration of every SDK client for this account: on AWS the credentials are the person's own (environment,
 * profile, SSO, role), as `aws` and `cdk` find them; an emulator gets those of {@link settleEnvironment}.
 */
export function accountConfig({ region, endpoint }: AwsAccount, env: NodeJS.ProcessEnv = process.env) {
  // AWS throttles what describes things: it is asked again, slower
  if (endpoint === undefined) return { region, maxAttempts: 8, retryMode: "adaptive" };
  const accessKeyId = env.AWS_ACCESS_KEY_ID ?? "test";
  return { ...clientConfig(endpoint), region, credentials: { accessKeyId, secretAccessKey: "test" } };
}
