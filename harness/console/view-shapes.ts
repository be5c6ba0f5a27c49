/** What the page reads for one view or one row, beside the lists that are live. */
import type { ExecutionRow, LogRow, RequestRow } from "./shapes.ts";

/** One visit of one state, without its data. */
export interface VisitRow {
  name: string;
  type: string;
  enteredAt: number;
  exitedAt: number | null;
  /** `done`; `caught`: done after an error that a Catch took; `stopped`: the execution ended while in it. */
  status: "running" | "done" | "caught" | "failed" | "stopped";
  retries: number;
  failures: { error: string; cause: string }[];
}

/** The data of one visit. */
export interface VisitData {
  input: unknown;
  output: unknown;
  assigned: Record<string, unknown> | null;
}

export interface ExecutionView {
  execution: ExecutionRow;
  input: unknown;
  output: unknown;
  cause: string | null;
  /** In Amazon States Language. */
  definition: string;
  visits: VisitRow[];
  /** How many events its history has. */
  events: number;
}

/** One event of an execution's history. */
export interface EventRow {
  id: number;
  previous: number;
  time: number;
  type: string;
  details: Record<string, unknown>;
}

export interface RequestContent extends RequestRow {
  requestHeaders: [name: string, value: string][];
  requestBody: string;
  responseHeaders: [name: string, value: string][];
  responseBody: string;
}

/** One thing on the time axis of a trace. */
export interface TraceSpan {
  kind: "request" | "execution" | "state" | "invocation" | "call" | "mail";
  title: string;
  detail: string;
  from: number;
  /** `null` while it goes on. */
  to: number | null;
  tone: "good" | "bad" | "busy" | "plain";
  /** Which view shows it. */
  link: string[];
  /** How many others are around it: each is followed by those that it caused. */
  depth: number;
}

/** Everything that is known about one id. */
export interface Trace {
  id: string;
  spans: TraceSpan[];
  logs: Omit<LogRow, "seq">[];
}

/** What a fault or a clock can name. */
export interface ControlNames {
  /** Operations by service. */
  operations: Record<string, string[]>;
  functions: string[];
}

/** Account and region: `000000000000:us-east-1`. */
export type Place = string;

export type AppNodeKind =
  | "page"
  | "api"
  | "function"
  | "machine"
  | "queue"
  | "topic"
  | "table"
  | "bucket"
  | "rule"
  | "bus"
  | "schedule"
  | "users"
  | "secret"
  | "stream"
  | "mail";

/** A part of the deployed app. */
export interface AppNode {
  id: string;
  kind: AppNodeKind;
  /** As the template calls it, without the hash at its end. */
  name: string;
  stack: string;
  /** Its name, ARN or address in AWS. */
  physical: string;
  place: Place;
  /** Names of the roles under which it works. */
  roles: string[];
}

/** One part of the app uses or calls another one, as the template says. */
export interface AppLine {
  from: string;
  to: string;
  /** Routes of an API. */
  label: string;
}

export interface AppGraph {
  nodes: AppNode[];
  lines: AppLine[];
}

/** What a role or a resource allows, and what was used. */
export interface PermissionRow {
  state: "used" | "unused" | "denied";
  action: string;
  on: string;
  times: number;
  implied: string[];
  /** The last call that shows it, and the id of its trace. */
  call: { name: string; time: number; trace: string | null } | null;
}

export interface PermissionSection {
  title: string;
  rows: PermissionRow[];
}

export interface Permissions {
  sections: PermissionSection[];
  findings: { kind: string; text: string }[];
  /** Why there is no comparison, and what to do about it. */
  missing?: string;
}

/** A bucket, a queue or a table; `id` is what its content is asked for by. */
export interface ResourceRow {
  id: string;
  name: string;
  place: Place;
}

export interface Resources {
  buckets: ResourceRow[];
  queues: ResourceRow[];
  tables: ResourceRow[];
  /** Their values are never read. */
  secrets: { name: string; place: Place; kind: "secret" | "parameter"; changedAt: number | null }[];
}

export interface ObjectRow {
  key: string;
  bytes: number;
  changedAt: number;
}

export interface ObjectPage {
  objects: ObjectRow[];
  /** To ask with for the next ones. */
  next: string | null;
}

export interface ObjectContent {
  key: string;
  type: string;
  bytes: number;
  /** The beginning, where it is text. */
  text: string | null;
}

export interface MessageRow {
  id: string;
  body: string;
  sentAt: number | null;
  receives: number;
  /** `received`: hidden until it is deleted, or its visibility time-out is over. */
  state: "waiting" | "delayed" | "received";
  /** What its sender added. */
  attributes: Record<string, string>;
  /** Of a FIFO queue. */
  group: string | null;
}

export interface ItemPage {
  /** As JSON: JavaScript's numbers are less exact than DynamoDB's. */
  items: string[];
  /** To ask with for the next ones. */
  next: string | null;
}
