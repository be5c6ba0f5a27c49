import { SESClient, VerifyEmailIdentityCommand } from "@aws-sdk/client-ses";
import { clientConfig } from "../aws/client-config.ts";

/**
 * Lets an address send mail. Like AWS, LocalStack refuses senders that are not verified; unlike AWS, it verifies an
 * address at once, without a mail to confirm.
 * @see https://docs.aws.amazon.com/ses/latest/APIReference/API_VerifyEmailIdentity.html
 */
export async function verifySender(endpoint: string, address: string): Promise<void> {
  const client = new SESClient(clientConfig(endpoint));
  try {
    await client.send(new VerifyEmailIdentityCommand({ EmailAddress: address }));
  } finally {
    client.destroy();
  }
}
