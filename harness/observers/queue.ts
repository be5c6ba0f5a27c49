import { type Content, hasContent } from "../core/text/content.ts";
import { hasData } from "../core/text/has-data.ts";
import { isText, type Text } from "../core/text/text.ts";
import { QUEUE } from "../resources/kinds.ts";
import { MessageChannel, type MessageKind, type MessageSource } from "./message-channel.ts";

/** A message that a queue accepted. */
export interface QueueMessage {
  id: string;
  /** When it arrived. */
  time: Date;
  body: string;
  /** Message attributes; binary values in base64. */
  attributes: Record<string, string>;
  /** Of a FIFO queue: the message group. */
  group: string | null;
  /** Whether a consumer has deleted it. */
  consumed: boolean;
  /** How often a consumer received it. */
  receives: number;
}

/** Which messages of a queue are meant: those that every given field fits. */
export interface QueueFilter {
  /** A part of the body, a pattern in it, or some of its data as JSON. */
  body?: Content | undefined;
  /** Values of message attributes: a string is the whole value. */
  attributes?: Record<string, Text> | undefined;
  group?: Text | undefined;
  consumed?: boolean | undefined;
}

const KIND: MessageKind<QueueMessage, QueueFilter> = {
  kind: QUEUE,
  one: "message",
  fields: {
    body: ({ body }, wanted) => hasContent(body, wanted),
    attributes: ({ attributes }, wanted) => hasData(attributes, wanted),
    group: ({ group }, wanted) => isText(group ?? "", wanted),
    consumed: ({ consumed }, wanted) => consumed === wanted,
  },
  line: ({ body, consumed, receives }) =>
    `${body}${consumed ? ", consumed" : receives > 0 ? `, received ${receives} times` : ""}`,
};

/** The messages of an SQS queue, also those that a consumer has deleted, and those that came by a redrive policy. */
export class Queue extends MessageChannel<QueueMessage, QueueFilter> {
  constructor(source: MessageSource, name: string) {
    super(source, name, KIND);
  }
}
