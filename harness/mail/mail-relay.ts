import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { CapturedMessage } from "./captured-messages.ts";
import { deliveredMail } from "./ses-events.ts";

/** The queue that holds SES's events. */
export interface EventQueue {
  /** Waits some seconds for messages, and returns those that arrived. */
  receive(signal: AbortSignal): Promise<QueuedEvent[]>;
  /** Deletes messages. */
  remove(messages: readonly QueuedEvent[], signal: AbortSignal): Promise<void>;
}

/** A message of an {@link EventQueue}. */
export interface QueuedEvent {
  body: string;
  receipt: string;
}

/** Serves the mails that SES on AWS has delivered as LocalStack serves those that its SES has captured. */
export interface MailRelay extends AsyncDisposable {
  /** On the loopback interface; the mails are at `/_aws/ses`. */
  endpoint: string;
}

/**
 * Reads the queue until it is disposed of. A queue gives each message to one reader only: all test files share this one.
 */
export async function startMailRelay(queue: EventQueue): Promise<MailRelay> {
  const mails = new Map<string, CapturedMessage>();
  const controller = new AbortController();
  let failure: unknown;
  const reading = readAll(queue, mails, controller.signal).catch((error: unknown) => {
    if (!controller.signal.aborted) failure = error;
  });
  const server = createServer(({ method = "", url = "" }, response) => {
    const { pathname, searchParams } = new URL(url, "http://localhost");
    const respond = (status: number, body?: unknown) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (pathname !== "/_aws/ses") respond(404);
    else if (failure !== undefined) respond(502, { message: `SES's events cannot be read: ${failure}` });
    else if (method === "GET") respond(200, { messages: [...mails.values()] });
    else if (method === "DELETE") respond(mails.delete(searchParams.get("id") ?? "") ? 204 : 500);
    else respond(405);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      controller.abort();
      await reading;
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function readAll(
  queue: EventQueue,
  mails: Map<string, CapturedMessage>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const events = await queue.receive(signal);
    for (const { body } of events) {
      const mail = deliveredMail(body);
      // SNS and SQS may deliver an event twice; a mail that was sent twice has two ids
      if (mail) mails.set(mail.Id, mail);
    }
    if (events.length > 0) await queue.remove(events, signal);
  }
}
