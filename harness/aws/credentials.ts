import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { HarnessError } from "../core/errors.ts";
import { type AwsAccount, accountConfig } from "./account.ts";

const HOW = "log in (aws sso login, or aws configure), or name a profile with AWS_PROFILE";

type Problem = "MISSING" | "EXPIRED" | "REFUSED";

const PROBLEMS: Record<Problem, string> = {
  MISSING: `no AWS credentials found: ${HOW}`,
  EXPIRED: `the AWS credentials have expired: ${HOW}`,
  REFUSED: `AWS refuses the credentials: ${HOW}`,
};

const problem = (which: Problem, cause: unknown): HarnessError =>
  new HarnessError(`${which}_CREDENTIALS`, PROBLEMS[which], { cause });

/**
 * Whose credentials these are, as an ARN; they must be the named account's.
 * @throws HarnessError MISSING_CREDENTIALS, EXPIRED_CREDENTIALS, REFUSED_CREDENTIALS, WRONG_ACCOUNT, UNKNOWN_REGION
 */
export async function checkAccount(target: AwsAccount, client?: STSClient): Promise<string> {
  const sts = client ?? new STSClient(accountConfig(target));
  try {
    const { Account = "none", Arn = "" } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== target.account)
      throw new HarnessError(
        "WRONG_ACCOUNT",
        `the credentials belong to account ${Account}, not to ${target.account}: name another profile with AWS_PROFILE, or name account ${Account}`,
      );
    return Arn;
  } catch (error) {
    throw explained(error, target.region);
  } finally {
    sts.destroy();
  }
}

/** By the error names of AWS and the SDK (AWS STS API Reference, "Common Errors"; the SDK's credential providers). */
function explained(error: unknown, region: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(name)) return problem("EXPIRED", error);
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name))
    return /expired|refresh/i.test(message) ? problem("EXPIRED", error) : problem("MISSING", error);
  if (REFUSED.has(name)) return problem("REFUSED", error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return new HarnessError(
      "UNKNOWN_REGION",
      `AWS does not answer for Region ${region}: check its name, whether the account has enabled it, and the network`,
      { cause: error },
    );
  return error;
}

const REFUSED = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "AuthFailure",
]);
