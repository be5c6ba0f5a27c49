import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Settings } from "./settings.ts";

/** Who mails come from. On AWS the stack brings an identity that SES does not know yet, and SES asks to confirm it. */
export class Mail extends Construct {
  readonly sender: string;
  readonly #identity: string;

  constructor(scope: Construct, id: string, { sender, senderIdentity, target }: Settings) {
    super(scope, id);
    this.sender = sender;
    this.#identity = senderIdentity ?? sender;
    if (target.createsSenderIdentity && senderIdentity === undefined) {
      new EmailIdentity(this, "Sender", { identity: Identity.email(sender) });
    }
  }

  /** The right to send as this sender and as nobody else. */
  sendStatement(): PolicyStatement {
    return new PolicyStatement({
      actions: ["ses:SendEmail"],
      resources: [
        Stack.of(this).formatArn({ service: "ses", resource: "identity", resourceName: this.#identity }),
      ],
      conditions: { StringEquals: { "ses:FromAddress": this.sender } },
    });
  }
}
