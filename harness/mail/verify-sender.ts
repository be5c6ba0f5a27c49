import { SESClient, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import { type AccountRegion, clientConfig } from "../aws/client-config.ts";
import { HarnessError } from "../core/errors.ts";

/**
 * Lets an address send mail. Like AWS, LocalStack refuses senders that are not verified; unlike AWS, it verifies an
 * address at once, without a mail to confirm.
 * @param place the account and region of the stack that sends. Default: 000000000000 in us-east-1
 * @throws HarnessError `SENDER_INVALID` for a text that is no address and no domain, which LocalStack would take
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyEmailIdentity.html
 */
export async function verifySender(endpoint: string, address: string, place?: AccountRegion): Promise<void> {
  if (!/^([^\s@]+@)?[^\s@]+$/.test(address))
    throw new HarnessError(
      "SENDER_INVALID",
      `the sender "${address}" is no address and no domain: name it as hello@example.com or example.com`,
    );
  const client = new SESClient(clientConfig(endpoint, place));
  try {
    await client.send(new VerifyEmailIdentityCommand({ EmailAddress: address }));
  } finally {
    client.destroy();
  }
}
