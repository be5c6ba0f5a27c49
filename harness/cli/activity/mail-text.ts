import { oneLine, printable } from "../../core/text/printable.ts";
import { type Mail, recipients } from "../../mail/captured-mail.ts";
import { paint } from "../terminal/paint.ts";
import { clockTime } from "./activity-event.ts";
import { subjectOf } from "./mail-events.ts";

/** None, or more than one, of the captured mails is meant. */
export class WhichMailError extends Error {
  override readonly name = "WhichMailError";
}

/** Enough of SES's id (the beginning of a UUID) to distinguish mails, and short enough to type. */
const SHORT_ID = 8;

/** Whether a mail went to an address, in whichever field; the case of letters does not matter. */
export const sentTo = (mail: Mail, address: string): boolean =>
  recipients(mail).includes(address.trim().toLowerCase());

/**
 * The mail with this id, or the only one whose id begins like this.
 * @throws WhichMailError
 */
export function findMail(mails: readonly Mail[], id: string): Mail {
  const found = mails.filter((mail) => mail.id.startsWith(id));
  const exact = found.find((mail) => mail.id === id);
  const [first, second] = found;
  if (exact) return exact;
  if (!first) throw new WhichMailError(`no mail has the id ${id}: inbox lists all`);
  if (second) throw new WhichMailError(`the ids of ${found.length} mails begin with ${id}: give more of it`);
  return first;
}

/** `2026-02-03 16:04:05  3f9ac0de  rex@example.com  Time to cuddle` */
export function mailLine(mail: Mail, stream: NodeJS.WritableStream = process.stdout): string {
  const columns = [
    paint("dim", dateAndTime(mail.time), stream),
    paint("cyan", mail.id.slice(0, SHORT_ID), stream),
    oneLine(recipients(mail).join(", ")),
    oneLine(subjectOf(mail)),
  ];
  return columns.join("  ");
}

/** A mail as a mail program shows it: its header fields, an empty line, its text. */
export function fullMail(mail: Mail, stream: NodeJS.WritableStream = process.stdout): string {
  const fields: [string, string][] = [
    ["Id", mail.id],
    ["Date", dateAndTime(mail.time)],
    ["From", mail.from],
    ["To", mail.to.join(", ")],
    ["Cc", mail.cc.join(", ")],
    ["Bcc", mail.bcc.join(", ")],
    ["Subject", subjectOf(mail)],
  ];
  const header = fields
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${paint("dim", `${name}:`.padEnd(9), stream)}${oneLine(value)}`);
  const withoutText = mail.html === "" ? "(no text)" : "(no text, HTML only: --json shows it)";
  return [...header, "", printable(mail.text.trimEnd()) || withoutText].join("\n");
}

/** A mail for other programs: no bytes of attachments, only their names and sizes. */
export const jsonMail = (mail: Mail): object => ({
  ...mail,
  attachments: mail.attachments.map(({ content, ...attachment }) => ({
    ...attachment,
    bytes: content.length,
  })),
});

const dateAndTime = (time: Date): string => {
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()]
    .map((n) => String(n).padStart(2, "0"))
    .join("-");
  return `${date} ${clockTime(time)}`;
};
