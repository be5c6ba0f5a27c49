import { type CloudFormationClient, DescribeStackResourcesCommand } from "@aws-sdk/client-cloudformation";
import {
  GetIdentityVerificationAttributesCommand,
  GetSendQuotaCommand,
  paginateListIdentities,
  type SESClient,
} from "@aws-sdk/client-ses";
import { STACK_NAME } from "../app/petcuddleotron.ts";

/** What SES says of the account and of the sender. */
export interface MailState {
  sender: string;
  /**
   * The identity that lets the sender send: the address itself, or its domain; `undefined` where SES knows neither, or
   * only by this stack, which then brings it.
   */
  identity: string | undefined;
  /** Whether SES knows any of the two, and so has asked for its confirmation. */
  asked: boolean;
  verified: boolean;
  /** Mails a second. */
  rate: number;
  /** Mails in 24 hours; -1: without a limit. */
  perDay: number;
  sandbox: boolean;
}

/**
 * The quotas of the sandbox, which SES's first API does not name otherwise.
 * @see https://docs.aws.amazon.com/ses/latest/dg/quotas.html
 */
const SANDBOX = { rate: 1, perDay: 200 };

export async function mailState(
  sender: string,
  ses: SESClient,
  cloudFormation: CloudFormationClient,
): Promise<MailState> {
  const domain = sender.slice(sender.lastIndexOf("@") + 1);
  const { MaxSendRate: rate = 0, Max24HourSend: perDay = 0 } = await ses.send(new GetSendQuotaCommand({}));
  const there = await knownIdentities(ses, [sender, domain]);
  const { VerificationAttributes = {} } = await ses.send(
    new GetIdentityVerificationAttributesCommand({ Identities: [sender, domain] }),
  );
  const owned = await ownedIdentity(cloudFormation);
  const usable = there.filter((identity) => identity !== owned);
  const verified = (identity: string) =>
    there.includes(identity) && VerificationAttributes[identity]?.VerificationStatus === "Success";
  return {
    sender,
    // one that was verified is better than one that waits for its confirmation
    identity: usable.find(verified) ?? usable[0],
    asked: there.length > 0,
    verified: verified(sender) || verified(domain),
    rate,
    perDay,
    sandbox: rate <= SANDBOX.rate && perDay >= 0 && perDay <= SANDBOX.perDay,
  };
}

/** The identities that SES knows. For an unknown one, SES may report a pending verification. */
async function knownIdentities(client: SESClient, wanted: string[]): Promise<string[]> {
  const known = new Set<string>();
  for await (const { Identities = [] } of paginateListIdentities({ client, pageSize: 1_000 }, {})) {
    for (const identity of Identities) known.add(identity);
  }
  return wanted.filter((identity) => known.has(identity));
}

/** The identity that the deployed stack brought: an update has to keep it, or it would be removed. */
async function ownedIdentity(client: CloudFormationClient): Promise<string | undefined> {
  try {
    const { StackResources = [] } = await client.send(
      new DescribeStackResourcesCommand({ StackName: STACK_NAME }),
    );
    return StackResources.find(({ ResourceType }) => ResourceType === "AWS::SES::EmailIdentity")
      ?.PhysicalResourceId;
  } catch (error) {
    if (/does not exist/.test(String(error))) return undefined;
    throw error;
  }
}

/** What the user must know or do before mail arrives, one sentence for each; may be empty. */
export function mailAdvice(
  { sender, identity, asked, verified, sandbox }: MailState,
  region: string,
): string[] {
  const advice: string[] = [];
  if (!verified) {
    const where = consolePage("verified-identities", region);
    advice.push(
      `${sender} is not verified: until it is, no reminder is sent; each is recorded as failed. ${
        asked
          ? `SES has sent a mail to ${identity ?? sender}: follow the link in it, or see ${where}`
          : "SES sends a mail to it when the stack is deployed: follow the link in it."
      }`,
    );
  }
  if (sandbox)
    advice.push(
      `this account is in the SES sandbox in ${region}: 1 mail a second, 200 a day, and only to addresses that are verified themselves; ask for production access at ${consolePage("account", region)}`,
    );
  return advice;
}

const consolePage = (page: string, region: string): string =>
  `https://${region}.console.aws.amazon.com/ses/home?region=${region}#/${page}`;
