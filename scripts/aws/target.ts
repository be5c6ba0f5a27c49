import { devNull } from "node:os";
import { InvalidArgumentError, Option } from "commander";
import { clientConfig } from "../../harness/aws.ts";
import { parseEndpoint } from "../terminal/arguments.ts";
import { forgetAwsAccount } from "../terminal/environment.ts";

/** The stack's name, on AWS as on LocalStack. */
export const STACK = "PetCuddleOTron";

/** One account in one Region: where a deployment goes, and nowhere else. */
export interface AwsTarget {
  /** Twelve digits. */
  account: string;
  region: string;
  /** Where an emulator of AWS answers; without it the target is AWS. */
  endpoint?: string;
}

export const accountOption = (): Option =>
  new Option("--account <id>", "the AWS account, twelve digits: no other one is touched")
    .argParser(parseAccount)
    .makeOptionMandatory();

export const regionOption = (): Option =>
  new Option("--region <name>", "the AWS Region, such as eu-west-1")
    .argParser(parseRegion)
    .makeOptionMandatory();

export const emulatorOption = (): Option =>
  new Option("--endpoint <url>", "an emulator of AWS instead of AWS (docs/aws-emulator.md)").argParser(
    parseEndpoint,
  );

/** @throws InvalidArgumentError for anything but twelve digits */
export function parseAccount(value: string): string {
  const digits = value.replaceAll("-", "");
  if (/^\d{12}$/.test(digits)) return digits;
  throw new InvalidArgumentError("an AWS account id has twelve digits.");
}

/** @throws InvalidArgumentError for what cannot be a Region's name; whether there is one shows when AWS is called */
export function parseRegion(value: string): string {
  if (/^[a-z]{2,3}(-[a-z]+)+-\d$/.test(value)) return value;
  throw new InvalidArgumentError("a Region looks like eu-west-1.");
}

/** A setting in the environment would lead the command to something else than the AWS that it was told to use. */
export class RedirectedError extends Error {
  override readonly name = "RedirectedError";

  constructor(variable: string, value: string) {
    super(
      `${variable} is set to ${value}, so this would not reach AWS: unset it, or give --endpoint for an emulator`,
    );
  }
}

/**
 * Makes sure that nothing in the environment leads to another place than the target. An emulator gets no real key: the
 * account's number where that is what `AWS_ACCESS_KEY_ID` holds (emulators tell accounts apart by it), else `test`.
 * @throws RedirectedError
 */
export function settleEnvironment(target: AwsTarget, env: NodeJS.ProcessEnv = process.env): void {
  if (target.endpoint === undefined) {
    for (const [name, value] of Object.entries(env)) {
      if (/^AWS_ENDPOINT_URL(_|$)/i.test(name) && value) throw new RedirectedError(name, value);
    }
    env.AWS_REGION = env.AWS_DEFAULT_REGION = target.region;
  } else {
    const key = /^\d{12}$/.test(env.AWS_ACCESS_KEY_ID ?? "") ? env.AWS_ACCESS_KEY_ID : "test";
    forgetAwsAccount(env);
    Object.assign(env, {
      AWS_ENDPOINT_URL: target.endpoint,
      AWS_ENDPOINT_URL_S3: target.endpoint,
      AWS_ACCESS_KEY_ID: key,
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_REGION: target.region,
      AWS_DEFAULT_REGION: target.region,
      AWS_CONFIG_FILE: devNull,
      AWS_SHARED_CREDENTIALS_FILE: devNull,
      AWS_EC2_METADATA_DISABLED: "true",
    });
  }
}

/**
 * The configuration of every SDK client: on AWS the credentials are the person's own (environment, profile, SSO, role),
 * as `aws` and `cdk` find them; an emulator gets those of {@link settleEnvironment}.
 */
export function sdkConfig({ region, endpoint }: AwsTarget, env: NodeJS.ProcessEnv = process.env) {
  if (endpoint === undefined) return { region };
  const accessKeyId = env.AWS_ACCESS_KEY_ID ?? "test";
  return { ...clientConfig(endpoint), region, credentials: { accessKeyId, secretAccessKey: "test" } };
}
