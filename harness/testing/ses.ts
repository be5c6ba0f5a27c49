import type { CapturedMessage } from "../mail/captured-messages.ts";
import { type Served, serve } from "./serve.ts";

/** The fields of LocalStack's `/_aws/ses` that the inbox uses. */
export interface CapturedMails extends Served {
  messages: CapturedMessage[];
  /** Captures a mail to this address. */
  add(to: string, fields?: Partial<CapturedMessage>): void;
}

export async function capturedMails(): Promise<CapturedMails> {
  const messages: CapturedMessage[] = [];
  const served = await serve((method, url) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    if (pathname !== "/_aws/ses") return undefined;
    if (method === "GET") return { status: 200, body: { messages } };
    const index = messages.findIndex(({ Id }) => Id === searchParams.get("id"));
    // LocalStack answers so for an id it does not know
    if (index < 0) return { status: 500 };
    messages.splice(index, 1);
    return { status: 204 };
  });
  const add = (to: string, fields: Partial<CapturedMessage> = {}) => {
    messages.push({
      Id: crypto.randomUUID(),
      Region: "us-east-1",
      Timestamp: "2026-11-23T15:37:50",
      Source: "cuddles@sender.example",
      Destination: { ToAddresses: [to] },
      Subject: "Brush Rex",
      Body: { text_part: "now", html_part: null },
      ...fields,
    });
  };
  return { ...served, messages, add };
}
