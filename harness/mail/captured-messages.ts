import { getJson } from "../core/localstack-http.ts";

/** A message as `GET /_aws/ses` has it (LocalStack 4.14.0, services/ses/models.py, and what the plugin adds). */
export interface CapturedMessage {
  Id: string;
  Region: string;
  /** ISO 8601 in UTC, to the second, without a zone. */
  Timestamp: string;
  Source: string;
  /** Of a raw message: the recipients in `Destinations`, by the plugin. */
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] };
  Subject?: string;
  Body?: { text_part?: string | null; html_part?: string | null };
  RawData?: string;
  Template?: string;
  TemplateData?: string;
  /** By the plugin. */
  ReplyToAddresses?: string[] | undefined;
}

/** Where LocalStack shows the mails that its SES accepted. */
export const MAILS_PATH = "/_aws/ses";

/** A page of `GET /_harness/mails`. */
interface MailPage {
  mails: CapturedMessage[];
  /** How many messages there are, those of earlier pages included. */
  total: number;
  /** The message that was named is gone: these are all from the first one. */
  reset: boolean;
  complete: boolean;
}

/** What was read from each LocalStack; `undefined` where it has no plugin, which gives all messages each time. */
const known = new Map<string, readonly CapturedMessage[] | undefined>();

/** All captured messages, in the order in which they were sent. One that was read before is not transferred again. */
export async function capturedMessages(
  endpoint: string,
  signal?: AbortSignal,
): Promise<readonly CapturedMessage[]> {
  let messages = known.has(endpoint) ? known.get(endpoint) : [];
  while (messages) {
    const after = new URLSearchParams({ after: messages.at(-1)?.Id ?? "" });
    const page = await getJson<MailPage>(endpoint, `/_harness/mails?${after}`, signal);
    if (page === undefined) break;
    if (page.reset) messages = page.mails;
    else if (page.mails.length > 0) messages = [...messages, ...page.mails];
    if (!page.complete) continue;
    if (messages.length === page.total) {
      known.set(endpoint, messages);
      return messages;
    }
    // some were deleted
    messages = [];
  }
  known.set(endpoint, undefined);
  // 404: LocalStack adds the path at the first request to SES
  const body = await getJson<{ messages: CapturedMessage[] }>(endpoint, MAILS_PATH, signal);
  return body?.messages ?? [];
}
