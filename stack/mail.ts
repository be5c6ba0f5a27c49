import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** Who mails come from. On AWS the stack brings the identity, and SES then asks the sender to confirm it. */
export class Mail extends Construct {
  readonly sender: string;

  constructor(scope: Construct, id: string, { sender, target }: Settings) {
    super(scope, id);
    this.sender = sender;
    if (target.createsSenderIdentity) {
      new EmailIdentity(this, "Sender", { identity: Identity.email(sender) });
    }
  }

  /** The right to send as this sender and as nobody else. */
  sendStatement(): PolicyStatement {
    return new PolicyStatement({
      actions: ["ses:SendEmail"],
      resources: [
        Stack.of(this).formatArn({ service: "ses", resource: "identity", resourceName: this.sender }),
      ],
      conditions: { StringEquals: { "ses:FromAddress": this.sender } },
    });
  }
}
