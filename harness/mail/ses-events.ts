import { HarnessError } from "../core/errors.ts";
import type { CapturedMessage } from "./captured-messages.ts";

/** The fields of SES's event that the harness uses. */
interface SesEvent {
  /** In events of a configuration set. */
  eventType?: string;
  /** In the older notifications of an identity, which are otherwise alike. */
  notificationType?: string;
  mail?: {
    messageId?: string;
    /** ISO 8601 in UTC: when SES accepted the mail. */
    timestamp?: string;
    source?: string;
    sourceArn?: string;
    headers?: { name?: string; value?: string }[];
    commonHeaders?: { subject?: string; to?: string[]; cc?: string[]; replyTo?: string[] };
  };
  delivery?: { recipients?: string[] };
}

/** Events contain addresses: the message has only how this one begins. */
const notASesEvent = (body: string, cause?: unknown): HarnessError =>
  new HarnessError("NOT_A_SES_EVENT", `not an event of SES: ${JSON.stringify(body.slice(0, 40))}`, { cause });

/**
 * A mail that SES has delivered, in the form in which LocalStack shows mails; `undefined` for other events (that it was
 * accepted, bounced …). SES reports neither text nor HTML.
 * @param body of an SQS message: SES's event itself, or SNS's envelope around it
 * @throws HarnessError NOT_A_SES_EVENT
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function deliveredMail(body: string): CapturedMessage | undefined {
  const event = parsed(body);
  const kind = event.eventType ?? event.notificationType;
  const { messageId, timestamp, source, sourceArn, headers, commonHeaders } = event.mail ?? {};
  if (kind === undefined || !messageId || !timestamp || !source) throw notASesEvent(body);
  if (kind !== "Delivery") return undefined;
  return {
    Id: messageId,
    Region: sourceArn?.split(":")[3] ?? "",
    Timestamp: timestamp.replace(/Z$/, ""),
    Source: source,
    Destination: { ToAddresses: event.delivery?.recipients ?? [] },
    ReplyToAddresses: commonHeaders?.replyTo ?? headersNamed("reply-to", headers),
    Subject: commonHeaders?.subject ?? "",
    Body: { text_part: null, html_part: null },
  };
}

function parsed(body: string): SesEvent {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null) throw notASesEvent(body);
    const inner = "Message" in json && typeof json.Message === "string" ? JSON.parse(json.Message) : json;
    if (typeof inner === "object" && inner !== null) return inner;
  } catch (error) {
    if (error instanceof SyntaxError) throw notASesEvent(body, error);
    throw error;
  }
  throw notASesEvent(body);
}

const headersNamed = (name: string, headers: NonNullable<SesEvent["mail"]>["headers"] = []): string[] =>
  headers.flatMap((header) => (header.name?.toLowerCase() === name && header.value ? [header.value] : []));
