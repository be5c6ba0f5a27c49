import { getJson } from "../../core/localstack-http.ts";
import { type CapturedMessage, type Mail, recipients, toMail } from "../../mail/captured-mail.ts";
import type { Happening } from "./activity-event.ts";

/** Where LocalStack shows the mails that its SES accepted. */
export const MAILS_PATH = "/_aws/ses";

/** All captured mails, oldest first. None before SES's first request, when the path does not exist yet. */
export async function capturedMails(endpoint: string, signal?: AbortSignal): Promise<Mail[]> {
  const answer = await getJson<{ messages: CapturedMessage[] }>(endpoint, MAILS_PATH, signal);
  const mails = await Promise.all((answer?.messages ?? []).map(toMail));
  // LocalStack keeps them in the order of their arrival; the sort is stable within a second
  return mails.sort((a, b) => a.time.getTime() - b.time.getTime());
}

/** What a mail is about. LocalStack does not render templates, so that a templated mail has no subject. */
export const subjectOf = (mail: Mail): string =>
  mail.template ? `(template ${mail.template.name})` : mail.subject;

/** Each mail of the app carries the id of its reminder; empty for the mails of others. */
export const referenceOf = (mail: Mail): string =>
  /^Reference: ([0-9a-f-]{36})\b/m.exec(mail.text)?.[1] ?? "";

/** A captured mail among the other things that become of a reminder. */
export const mailHappening = (mail: Mail): Happening => ({
  time: mail.time,
  id: referenceOf(mail),
  text: `mail to ${recipients(mail).join(", ")}: ${subjectOf(mail)}`,
  tone: "mail",
});
