import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { MailEvents } from "./mail-events.ts";
import type { Settings } from "./settings.ts";

/** Who mails come from. On AWS the stack brings an identity that SES does not know yet, and SES asks to confirm it. */
export class Mail extends Construct {
  readonly sender: string;
  /** Where the events of mails are reported; undefined: nowhere. */
  readonly events: MailEvents | undefined;
  readonly #identity: string;

  constructor(scope: Construct, id: string, { sender, senderIdentity, mailEvents, target }: Settings) {
    super(scope, id);
    this.sender = sender;
    this.#identity = senderIdentity ?? sender;
    this.events = mailEvents ? new MailEvents(this, "Events") : undefined;
    if (target.createsSenderIdentity && senderIdentity === undefined) {
      new EmailIdentity(this, "Sender", { identity: Identity.email(sender) });
    }
  }

  /** The name that mails must have so that their events are reported. */
  get configurationSet(): string | undefined {
    return this.events?.configurationSet.configurationSetName;
  }

  #arn(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: "ses", resource, resourceName });
  }

  /** The right to send only as this sender. */
  sendStatement(): PolicyStatement {
    return new PolicyStatement({
      actions: ["ses:SendEmail"],
      resources: [
        this.#arn("identity", this.#identity),
        ...(this.configurationSet ? [this.#arn("configuration-set", this.configurationSet)] : []),
      ],
      conditions: { StringEquals: { "ses:FromAddress": this.sender } },
    });
  }
}
