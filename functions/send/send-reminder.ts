import { SESClient, SendEmailCommand } from "@aws-sdk/client-ses";
import { isTransient } from "../aws-errors.ts";
import { ClaimContendedError, type StoredClaim, settleClaim, takeClaim } from "../claim/claims.ts";
import type { ComposedMail } from "../composed-mail.ts";
import { environment } from "../environment.ts";
import { SES_ANSWER_SECONDS } from "../limits.ts";
import { loggable, logger } from "../logger.ts";
import type { Claim, ClaimState } from "../storage.ts";
import {
  AttemptOverError,
  CancelledError,
  MailUncertainError,
  refusalOf,
  StorageUnavailableError,
} from "./errors.ts";

/** The input of `SendReminder`. */
export interface SendInput {
  id: string;
  attempt: number;
  email: string;
  mail: ComposedMail;
}

/** `sent` is false where the mail had gone out before. */
export interface SendOutput {
  sent: boolean;
}

/**
 * One attempt: the workflow retries, with a back-off that its history shows. The time-out is long: if SES accepts a mail
 * after it, we cannot know whether the mail was sent.
 */
const ses = new SESClient({
  maxAttempts: 1,
  requestHandler: {
    connectionTimeout: 5_000,
    requestTimeout: SES_ANSWER_SECONDS * 1_000,
    throwOnRequestTimeout: true,
  },
});

/**
 * Sends the reminder at most once: it claims the reminder, then hands the mail to SES, then records what SES said. A call
 * that finds the claim of another one sends nothing.
 *
 * @throws an error of `errors.ts`: its name decides what the workflow does
 */
export async function sendReminder({ id, attempt, email, mail }: SendInput): Promise<SendOutput> {
  const command = sendCommand(email, mail);
  const found = await claim(id, attempt);
  if (!found.taken) return whatHappened(id, found.claim.state);

  const messageId = await send(id, command, found);
  await settle(id, found, { state: "sent", messageId });
  return { sent: true };
}

/**
 * What SES said is true also where it cannot be recorded, so this never fails. The claim then stays `sending`, which
 * means that the mail may have been sent.
 */
async function settle(id: string, held: StoredClaim, outcome: Pick<Claim, "state" | "messageId">) {
  try {
    await settleClaim(id, held, outcome);
  } catch (error) {
    logger.error("could not record what SES said", {
      outcome: outcome.state,
      error: loggable(error),
    });
  }
}

async function claim(id: string, attempt: number) {
  try {
    return await takeClaim(id, "sending", attempt);
  } catch (error) {
    if (error instanceof ClaimContendedError || isTransient(error))
      throw new StorageUnavailableError(id, error);
    throw error;
  }
}

/** What the claim of another call means for this call. */
function whatHappened(id: string, state: ClaimState): SendOutput {
  switch (state) {
    case "sent":
      return { sent: false };
    case "cancelled":
      throw new CancelledError(id);
    case "sending":
      throw new MailUncertainError(id, "another call claimed it and has not said how it went");
    default:
      throw new AttemptOverError(id);
  }
}

function sendCommand(email: string, { subject, text, html }: ComposedMail): SendEmailCommand {
  const ConfigurationSetName = process.env.CONFIGURATION_SET;
  const content = (Data: string) => ({ Data, Charset: "UTF-8" });
  return new SendEmailCommand({
    Source: environment("SENDER"),
    // only where the events of mails are reported
    ...(ConfigurationSetName && { ConfigurationSetName }),
    Destination: { ToAddresses: [email] },
    Message: { Subject: content(subject), Body: { Text: content(text), Html: content(html) } },
  });
}

/** @throws the error for SES's refusal, or MailUncertainError without a response, in which case the claim remains */
async function send(id: string, command: SendEmailCommand, held: StoredClaim): Promise<string> {
  try {
    const { MessageId } = await ses.send(command);
    return MessageId ?? "";
  } catch (error) {
    const refusal = refusalOf(id, error);
    if (!(refusal instanceof MailUncertainError)) await settle(id, held, { state: "refused" });
    throw refusal;
  }
}
