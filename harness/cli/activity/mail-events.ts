import { type Mail, recipients } from "../../mail/captured-mail.ts";
import type { ActivityEvent } from "./activity-event.ts";

/** What a mail is about. LocalStack does not render templates, so that a templated mail has no subject. */
export const subjectOf = (mail: Mail): string =>
  mail.template ? `(template ${mail.template.name})` : mail.subject;

/**
 * A captured mail among the events of executions.
 * @param executions names of known ones: a mail that mentions one belongs to it
 */
export const mailEvent = (mail: Mail, executions: Iterable<string>): ActivityEvent => ({
  kind: "mail",
  time: mail.time,
  id: [...executions].find((name) => mail.text.includes(name) || mail.html.includes(name)) ?? "",
  text: `mail to ${recipients(mail).join(", ")}: ${subjectOf(mail)}`,
  tone: "mail",
});
