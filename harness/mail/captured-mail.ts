import PostalMime, { type Address, addressParser } from "postal-mime";
import { hasText, isText, type Text } from "../core/text/text.ts";
import { type CapturedMessage, capturedMessages } from "./captured-messages.ts";

/** One mail that SES accepted, as LocalStack captured it. Addresses are bare: `rex@example.com`. */
export interface Mail {
  /** SES's message id. */
  id: string;
  /** When SES accepted it; LocalStack keeps whole seconds. */
  time: Date;
  region: string;
  from: string;
  to: string[];
  cc: string[];
  /** For a raw message also the recipients that `Destinations` names and no header does. */
  bcc: string[];
  /** Where answers go, whichever way the mail was sent. */
  replyTo: string[];
  subject: string;
  text: string;
  html: string;
  /** Of a mail that was sent by a template: its name, and its data. Subject, text and HTML are the rendered ones. */
  template?: { name: string; data: unknown } | undefined;
  /** The MIME message, of a mail that was sent as one, or by SES v2 with attachments or headers. */
  raw?: string | undefined;
  /** Header lines of a raw message, names in lower case. */
  headers: { name: string; value: string }[];
  /** Attachments of a raw message. */
  attachments: { filename: string; mimeType: string; content: Uint8Array; contentId?: string }[];
}

/** All captured mails, oldest first. */
export async function capturedMails(endpoint: string, signal?: AbortSignal): Promise<Mail[]> {
  const mails = await Promise.all((await capturedMessages(endpoint, signal)).map(toMail));
  // times are whole seconds; the sort is stable
  return mails.sort((a, b) => a.time.getTime() - b.time.getTime());
}

/** A captured message as a mail; a raw one is parsed as MIME. */
export async function toMail(message: CapturedMessage): Promise<Mail> {
  const destination = message.Destination;
  const mail: Mail = {
    id: message.Id,
    time: new Date(`${message.Timestamp.replace(/Z$/, "")}Z`),
    region: message.Region,
    from: bare(message.Source)[0] ?? message.Source,
    to: (destination?.ToAddresses ?? []).flatMap(bare),
    cc: (destination?.CcAddresses ?? []).flatMap(bare),
    bcc: (destination?.BccAddresses ?? []).flatMap(bare),
    replyTo: (message.ReplyToAddresses ?? []).flatMap(bare),
    subject: message.Subject ?? "",
    text: message.Body?.text_part ?? "",
    html: message.Body?.html_part ?? "",
    headers: [],
    attachments: [],
  };
  if (message.Template !== undefined)
    mail.template = { name: message.Template, data: parsed(message.TemplateData) };
  return message.RawData === undefined ? mail : withMime(mail, message.RawData);
}

async function withMime(mail: Mail, raw: string): Promise<Mail> {
  const mime = await PostalMime.parse(raw);
  const [to, cc, bcc] = [addresses(mime.to), addresses(mime.cc), addresses(mime.bcc)];
  const named = new Set([...to, ...cc, ...bcc].map((address) => address.toLowerCase()));
  const hidden = mail.to.filter((address) => !named.has(address.toLowerCase()));
  return {
    ...mail,
    raw,
    from: addresses(mime.from && [mime.from])[0] ?? mail.from,
    to,
    cc,
    bcc: [...bcc, ...hidden],
    replyTo: mime.replyTo ? addresses(mime.replyTo) : mail.replyTo,
    subject: mime.subject ?? "",
    text: mime.text ?? "",
    html: mime.html ?? "",
    headers: mime.headers.map(({ key, value }) => ({ name: key, value })),
    attachments: mime.attachments.map(({ filename, mimeType, contentId, content }) => ({
      filename: filename ?? "",
      mimeType,
      ...(contentId !== undefined && { contentId }),
      content:
        typeof content === "string"
          ? new TextEncoder().encode(content)
          : new Uint8Array(content as ArrayBuffer),
    })),
  };
}

const addresses = (list: Address[] | undefined): string[] =>
  (list ?? []).flatMap((entry) => (entry.group ?? [entry]).map((mailbox) => mailbox.address ?? ""));

/** The addresses in one `Name <address>` text. */
const bare = (text: string): string[] => addresses(addressParser(text, { flatten: true }));

function parsed(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch (error) {
    // SES accepts any text here and fails when it renders it: a test should see what was sent
    if (error instanceof SyntaxError) return json;
    throw error;
  }
}

/** Which mails are meant: those that every given field fits. */
export interface MailFilter {
  /** An address in To, Cc or Bcc; upper and lower case are the same. */
  to?: string | undefined;
  /** The sender's bare address. */
  from?: string | undefined;
  /** One of the addresses for answers. */
  replyTo?: string | undefined;
  /** The whole subject, or a pattern in it. */
  subject?: Text | undefined;
  /** A part of the plain text, or a pattern in it. */
  text?: Text | undefined;
  /** A part of the HTML, or a pattern in it. */
  html?: Text | undefined;
  /** The template's name. */
  template?: string | undefined;
}

export const MAIL_FIELDS = [
  "to",
  "from",
  "replyTo",
  "subject",
  "text",
  "html",
  "template",
] as const satisfies (keyof MailFilter)[];

/** Whether one of the addresses (in lower case) may be among the recipients; decided without parsing the message. */
export function mentions({ Destination, RawData }: CapturedMessage, addresses: Iterable<string>): boolean {
  const text = `${RawData ?? ""}${JSON.stringify(Destination ?? {})}`.toLowerCase();
  for (const address of addresses) if (text.includes(address)) return true;
  return false;
}

/** Addresses in To, Cc and Bcc, in lower case. */
export function recipients(mail: Mail): string[] {
  return [...mail.to, ...mail.cc, ...mail.bcc].map((address) => address.toLowerCase());
}

export function fits(mail: Mail, filter: MailFilter): boolean {
  const { to, from, replyTo, subject, text, html, template } = filter;
  return (
    (to === undefined || recipients(mail).includes(to.toLowerCase())) &&
    (from === undefined || mail.from.toLowerCase() === from.toLowerCase()) &&
    (replyTo === undefined ||
      mail.replyTo.some((address) => address.toLowerCase() === replyTo.toLowerCase())) &&
    (subject === undefined || isText(mail.subject, subject)) &&
    (text === undefined || hasText(mail.text, text)) &&
    (html === undefined || hasText(mail.html, html)) &&
    (template === undefined || mail.template?.name === template)
  );
}

/** One line for a mail, for failure messages and reports. */
export function mailLine(mail: Mail): string {
  const template = mail.template && `template ${mail.template.name} ${JSON.stringify(mail.template.data)}`;
  // a LocalStack without the plugin renders no templates
  const subject = mail.subject || !template ? [JSON.stringify(mail.subject)] : [];
  const what = [...subject, template ?? []].flat().join(" of ");
  const copies = [
    ...mail.cc.map((address) => ` cc ${address}`),
    ...mail.bcc.map((address) => ` bcc ${address}`),
    ...mail.replyTo.map((address) => ` reply-to ${address}`),
  ];
  return `${mail.time.toISOString()} ${what} from ${mail.from} to ${mail.to.join(", ") || "no address"}${copies.join("")}`;
}
