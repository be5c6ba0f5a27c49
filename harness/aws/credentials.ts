import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { type AwsAccount, accountConfig } from "./account.ts";

const HOW = "log in (aws sso login, or aws configure), or name a profile with AWS_PROFILE";

/** There are no credentials where AWS's tools look for them. */
export class MissingCredentialsError extends Error {
  override readonly name = "MissingCredentialsError";

  constructor(cause: unknown) {
    super(`no AWS credentials found: ${HOW}`, { cause });
  }
}

/** The credentials were good once. */
export class ExpiredCredentialsError extends Error {
  override readonly name = "ExpiredCredentialsError";

  constructor(cause: unknown) {
    super(`the AWS credentials have expired: ${HOW}`, { cause });
  }
}

/** AWS does not know the credentials. */
export class RefusedCredentialsError extends Error {
  override readonly name = "RefusedCredentialsError";

  constructor(cause: unknown) {
    super(`AWS refuses the credentials: ${HOW}`, { cause });
  }
}

/** The credentials are those of another account than the one that was named. */
export class WrongAccountError extends Error {
  override readonly name = "WrongAccountError";

  constructor(expected: string, actual: string) {
    super(
      `the credentials belong to account ${actual}, not to ${expected}: name another profile with AWS_PROFILE, or name account ${actual}`,
    );
  }
}

/** No AWS answers for that Region. */
export class UnknownRegionError extends Error {
  override readonly name = "UnknownRegionError";

  constructor(region: string, cause: unknown) {
    super(
      `AWS does not answer for Region ${region}: look at its name, at whether the account has it switched on, and at the network`,
      { cause },
    );
  }
}

/**
 * Whose credentials these are, as an ARN; they must be the named account's.
 * @throws MissingCredentialsError, ExpiredCredentialsError, RefusedCredentialsError, WrongAccountError, UnknownRegionError
 */
export async function checkAccount(target: AwsAccount, client?: STSClient): Promise<string> {
  const sts = client ?? new STSClient(accountConfig(target));
  try {
    const { Account = "none", Arn = "nobody" } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== target.account) throw new WrongAccountError(target.account, Account);
    return Arn;
  } catch (error) {
    throw explained(error, target.region);
  } finally {
    sts.destroy();
  }
}

/** AWS's and the SDK's words for it (AWS STS API Reference, "Common Errors"; the SDK's credential providers). */
function explained(error: unknown, region: string): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message } = error;
  if (/^(ExpiredToken|ExpiredTokenException|RequestExpired)$/.test(name))
    return new ExpiredCredentialsError(error);
  if (/^(CredentialsProviderError|TokenProviderError)$/.test(name))
    return /expired|refresh/i.test(message)
      ? new ExpiredCredentialsError(error)
      : new MissingCredentialsError(error);
  if (REFUSED.has(name)) return new RefusedCredentialsError(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return new UnknownRegionError(region, error);
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
