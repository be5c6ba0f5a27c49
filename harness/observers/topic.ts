import { type Content, hasContent } from "../core/text/content.ts";
import { hasData } from "../core/text/has-data.ts";
import { isText, type Text } from "../core/text/text.ts";
import { TOPIC } from "../resources/kinds.ts";
import { MessageChannel, type MessageKind, type MessageSource } from "./message-channel.ts";

/** A message that a topic accepted. */
export interface TopicMessage {
  id: string;
  /** When it was published. */
  time: Date;
  /** With `MessageStructure` `json`: the texts for all protocols, as JSON. */
  message: string;
  /** Empty where it has none. */
  subject: string;
  /** Message attributes; binary values in base64. */
  attributes: Record<string, string>;
  /** Of a FIFO topic: the message group. */
  group: string | null;
}

/** Which messages of a topic are meant: those that every given field fits. */
export interface TopicFilter {
  /** A part of the message, a pattern in it, or some of its data as JSON. */
  message?: Content | undefined;
  /** A string is the whole subject. */
  subject?: Text | undefined;
  /** Values of message attributes: a string is the whole value. */
  attributes?: Record<string, Text> | undefined;
  group?: Text | undefined;
}

const KIND: MessageKind<TopicMessage, TopicFilter> = {
  kind: TOPIC,
  one: "message",
  fields: {
    message: ({ message }, wanted) => hasContent(message, wanted),
    subject: ({ subject }, wanted) => isText(subject, wanted),
    attributes: ({ attributes }, wanted) => hasData(attributes, wanted),
    group: ({ group }, wanted) => isText(group ?? "", wanted),
  },
  line: ({ message, subject }) => (subject ? `${JSON.stringify(subject)} ${message}` : message),
};

/** What was published to an SNS topic, whether or not a subscription takes it. */
export class Topic extends MessageChannel<TopicMessage, TopicFilter> {
  constructor(source: MessageSource, name: string) {
    super(source, name, KIND);
  }
}
