import { S3Client } from "@aws-sdk/client-s3";
import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { isThrottled, isTransient } from "../aws-errors.ts";
import { environment } from "../environment.ts";
import { loggable, logger } from "../logger.ts";
import type { Mail } from "../mail.ts";
import {
  MailDelayedError,
  MailRefusedError,
  SesUnavailableError,
  StorageUnavailableError,
} from "./errors.ts";
import { markSent, wasSent } from "./sent-marker.ts";

/** What the workflow hands to `SendReminder`. */
export interface SendInput {
  id: string;
  email: string;
  mail: Mail;
}

/** `sent` is false where the mail had gone out before. */
export interface SendOutput {
  sent: boolean;
}

const s3 = new S3Client({
  maxAttempts: 4,
  requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
});
/**
 * One attempt: it is the workflow that tries again, with a back-off that shows in its history. The time-out is long,
 * because a mail that SES takes after we gave up on it is sent twice.
 */
const ses = new SESClient({
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 5_000, requestTimeout: 25_000, throwOnRequestTimeout: true },
});

/**
 * Sends the reminder unless it was sent before. Throws {@link MailDelayedError}, {@link SesUnavailableError} or
 * {@link StorageUnavailableError} for what is worth another try, {@link MailRefusedError} for what is not.
 */
export async function sendReminder({ id, email, mail }: SendInput): Promise<SendOutput> {
  const bucket = environment("STORAGE_BUCKET");
  if (await wasSentBefore(bucket, id)) return { sent: false };
  const messageId = await send(id, email, mail);
  try {
    await markSent(s3, bucket, id, messageId);
  } catch (error) {
    // The mail is out: to fail now would send it a second time. Without its marker only a redrive after a failed
    // completion mail could still do that.
    logger.error("sent, but could not be marked as sent", { error: loggable(error) });
  }
  return { sent: true };
}

async function wasSentBefore(bucket: string, id: string): Promise<boolean> {
  try {
    return await wasSent(s3, bucket, id);
  } catch (error) {
    throw new StorageUnavailableError(id, error);
  }
}

async function send(id: string, email: string, mail: Mail): Promise<string> {
  const ConfigurationSetName = process.env.CONFIGURATION_SET;
  const command = new SendEmailCommand({
    Source: environment("SENDER"),
    // only where what becomes of mails is reported
    ...(ConfigurationSetName && { ConfigurationSetName }),
    Destination: { ToAddresses: [email] },
    Message: {
      Subject: { Data: mail.subject, Charset: "UTF-8" },
      Body: { Text: { Data: mail.text, Charset: "UTF-8" }, Html: { Data: mail.html, Charset: "UTF-8" } },
    },
  });
  try {
    const { MessageId } = await ses.send(command);
    return MessageId ?? "";
  } catch (error) {
    if (isThrottled(error)) throw new MailDelayedError(id, error);
    if (isTransient(error)) throw new SesUnavailableError(id, error);
    throw new MailRefusedError(id, error);
  }
}
