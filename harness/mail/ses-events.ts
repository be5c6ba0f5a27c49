import type { CapturedMessage } from "./captured-mail.ts";

/** SES's report of what became of a mail: as much of it as is used here. */
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
    commonHeaders?: { subject?: string; to?: string[]; cc?: string[] };
  };
  delivery?: { recipients?: string[] };
}

/** A message in the queue is not what SES writes. */
export class NotASesEventError extends Error {
  override readonly name = "NotASesEventError";

  constructor(body: string, cause?: unknown) {
    // events hold addresses: how it begins is enough to tell what it is
    super(`not an event of SES: ${JSON.stringify(body.slice(0, 40))}`, { cause });
  }
}

/**
 * A mail that SES has delivered, in the form in which LocalStack tells of mails; `undefined` for other events (that it
 * was accepted, bounced …). SES tells neither text nor HTML.
 * @param body of an SQS message: SES's event itself, or SNS's envelope around it
 * @throws NotASesEventError
 * @see https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html
 */
export function deliveredMail(body: string): CapturedMessage | undefined {
  const event = parsed(body);
  const kind = event.eventType ?? event.notificationType;
  const { messageId, timestamp, source, sourceArn, commonHeaders } = event.mail ?? {};
  if (kind === undefined || !messageId || !timestamp || !source) throw new NotASesEventError(body);
  if (kind !== "Delivery") return undefined;
  return {
    Id: messageId,
    Region: sourceArn?.split(":")[3] ?? "",
    Timestamp: timestamp.replace(/Z$/, ""),
    Source: source,
    Destination: { ToAddresses: event.delivery?.recipients ?? [] },
    Subject: commonHeaders?.subject ?? "",
    Body: { text_part: null, html_part: null },
  };
}

function parsed(body: string): SesEvent {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== "object" || json === null) throw new NotASesEventError(body);
    const inner = "Message" in json && typeof json.Message === "string" ? JSON.parse(json.Message) : json;
    if (typeof inner === "object" && inner !== null) return inner;
  } catch (error) {
    if (error instanceof SyntaxError) throw new NotASesEventError(body, error);
    throw error;
  }
  throw new NotASesEventError(body);
}
