import { InvalidArgumentError, Option } from "commander";
import { parseEndpoint } from "localstack-harness/cli";

/** The AWS account, twelve digits. */
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
