import { Option } from "commander";

/** Options that become context of the CDK app; stack/settings.ts checks and explains their values. */
export interface ContextOptions {
  sender?: string;
  allowRecipients?: string;
}

export const senderOption = (): Option =>
  new Option("--sender <address>", "the address that mails come from");

export const recipientsOption = (): Option =>
  new Option("--allow-recipients <domains>", "send mail to these domains only, with commas between them");

export const contextFrom = ({ sender, allowRecipients }: ContextOptions): Record<string, string> => ({
  ...(sender !== undefined && { sender }),
  ...(allowRecipients !== undefined && { allowedRecipientDomains: allowRecipients }),
});
