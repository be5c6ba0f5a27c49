/** What the console's server sends to its page. Times are milliseconds since 1970, on LocalStack's clock. */

/** Whether LocalStack can be read. `no-plugin`: it answers, without the plugin that the console reads. */
export type Connection = "up" | "down" | "no-plugin";

/** A mail as a list shows it. */
export interface MailRow {
  id: string;
  time: number;
  from: string;
  /** To, Cc and Bcc. */
  to: string[];
  subject: string;
  /** The first words, where they are known without reading the mail. */
  snippet: string;
  bytes: number;
  hasAttachments: boolean;
}

/** A whole mail; its HTML and attachments have separate addresses. */
export interface MailContent {
  id: string;
  time: number;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  text: string;
  hasHtml: boolean;
  /** `data` where SES was given a template. */
  template?: { name: string; data: unknown } | undefined;
  headers: { name: string; value: string }[];
  attachments: { filename: string; mimeType: string; bytes: number }[];
  /** Addresses that the HTML links to: it is shown without links. */
  links: string[];
  /** How many addresses beyond this machine the HTML would load, or send to. */
  remote: number;
}

export interface ExecutionRow {
  arn: string;
  name: string;
  stateMachineArn: string;
  status: string;
  startedAt: number;
  endedAt: number | null;
  isExpress: boolean;
  redrives: number;
  error: string | null;
}

export interface RequestRow {
  seq: number;
  time: number;
  method: string;
  host: string;
  path: string;
  query: string;
  status: number;
  durationMs: number;
  requestId: string | null;
  /** The root of AWS X-Ray's trace id, which everything that the request caused has, too. */
  trace: string | null;
}

export interface LogRow {
  /** Grows with each line. */
  seq: number;
  time: number;
  /** Account and region: `000000000000:us-east-1`. */
  place: string;
  group: string;
  stream: string;
  message: string;
}

export interface FaultRow {
  id: string;
  service: string;
  operation: string;
  function: string | null;
  error: string | null;
  effect: string | null;
  delayMs: number;
  match: string[];
  times: number | null;
  share: number | null;
  hits: number;
  secondsLeft: number;
}

export interface ClockRow {
  id: string;
  match: string;
  scale: number;
  secondsLeft: number;
}

export interface WarmFunction {
  arn: string;
  environments: number;
  busy: number;
}

/** How often one part of the app called another, since the console was opened or LocalStack started. */
export interface UsageRow {
  /** ARN of the role, or the service that called by itself. */
  by: string;
  /** The role's session: of a function its name. */
  session: string;
  service: string;
  resource: string;
  operation: string;
  calls: number;
  errors: number;
  lastError: string | null;
  lastAt: number;
  lastErrorAt: number;
}

/** What changed; fields that are missing did not. */
export interface Update {
  connection?: Connection;
  /** Why there is no connection. */
  trouble?: string | undefined;
  endpoint?: string;
  /** All lists begin again: LocalStack was restarted, or this is the first update. */
  reset?: true;
  mails?: MailRow[];
  removedMails?: string[];
  executions?: ExecutionRow[];
  /** How many LocalStack has; lists keep the newest. */
  totals?: { mails: number; executions: number };
  requests?: RequestRow[];
  logs?: LogRow[];
  usage?: UsageRow[];
  faults?: FaultRow[];
  clocks?: ClockRow[];
  functions?: WarmFunction[];
}

/** How many of each list are kept, on both sides. */
export const KEPT = {
  mails: 10_000,
  executions: 10_000,
  requests: 2_000,
  logs: 5_000,
  usage: 2_000,
} as const;
