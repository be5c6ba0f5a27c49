import type { RecordedCall } from "../../control/call-record.ts";
import { noPluginError } from "../../control/control.ts";
import { getJson } from "../../core/localstack-http.ts";
import { recipients, toMail } from "../../mail/captured-mail.ts";
import type { CapturedMessage } from "../../mail/captured-messages.ts";
import type { ClockRow, ExecutionRow, FaultRow, MailRow, RequestRow, WarmFunction } from "../shapes.ts";

/** A captured message without its content, as the plugin lists it. */
interface ListedMessage extends Omit<CapturedMessage, "RawData" | "Body" | "TemplateData"> {
  /** The header of a raw message. */
  RawHead?: string;
  Snippet?: string;
  Size: number;
  HasAttachments?: boolean;
}

/** `GET /_harness/activity`: everything that happened since a reader last asked. */
export interface Activity {
  /** Another one for each start of LocalStack. */
  instance: string;
  time: number;
  mails: { mails: ListedMessage[]; total: number; reset: boolean; complete: boolean };
  executions: ExecutionRow[];
  executionCount: number;
  requests: { requests: RequestRow[]; next: number };
  calls: { calls: RecordedCall[]; next: number; dropped: number };
  faults: FaultRow[];
  clocks: ClockRow[];
  functions: WarmFunction[];
}

/** Where a reader is: what an {@link Activity} said last. */
export interface Position {
  calls: number;
  requests: number;
  mail: string;
  /** Milliseconds since 1970. */
  executions: number;
}

export const START: Position = { calls: 0, requests: 0, mail: "", executions: 0 };

/** @throws HarnessError NO_PLUGIN; LocalStackGoneError */
export async function readActivity(
  endpoint: string,
  position: Position,
  signal?: AbortSignal,
): Promise<Activity> {
  const query = new URLSearchParams(Object.entries(position).map(([name, value]) => [name, `${value}`]));
  const activity = await getJson<Activity>(endpoint, `/_harness/activity?${query}`, signal);
  if (activity === undefined) throw noPluginError(endpoint, "the console");
  return activity;
}

/** Ids of all captured mails, oldest first. */
export async function readMailIds(endpoint: string, signal?: AbortSignal): Promise<string[]> {
  return (await getJson<{ ids: string[] }>(endpoint, "/_harness/mails/ids", signal))?.ids ?? [];
}

/** A listed message as a row; only the header of a raw one is parsed. */
export async function toRow({
  RawHead,
  Snippet = "",
  Size,
  HasAttachments,
  ...rest
}: ListedMessage): Promise<MailRow> {
  const mail = await toMail(RawHead === undefined ? rest : { ...rest, RawData: `${RawHead}\r\n\r\n` });
  return {
    id: mail.id,
    time: mail.time.getTime(),
    from: mail.from,
    to: recipients(mail),
    subject: mail.template ? `(template ${mail.template.name})` : mail.subject,
    snippet: Snippet,
    bytes: Size,
    hasAttachments: HasAttachments === true,
  };
}
