import { batch, computed, signal } from "@preact/signals";
import {
  type ClockRow,
  type Connection,
  type ExecutionRow,
  type FaultRow,
  KEPT,
  type LogRow,
  type MailRow,
  type RequestRow,
  type Update,
  type UsageRow,
  type WarmFunction,
} from "../../shapes.ts";

/** What the server said last, and whether it can be reached: `closed` needs a new session. */
export const connection = signal<Connection | "connecting" | "lost" | "closed">("connecting");
export const trouble = signal("");
export const endpoint = signal("");
/** Whether everything that was known when the page connected has arrived. */
export const loaded = signal(false);

/** A list by key, of which the newest are kept. */
class Rows<Row> {
  readonly #map = new Map<string, Row>();
  readonly #key: (row: Row) => string;
  readonly #kept: number;
  readonly #version = signal(0);
  /** In the order in which they came. */
  readonly all = computed(() => {
    this.#version.value;
    return [...this.#map.values()];
  });

  constructor(key: (row: Row) => string, kept: number) {
    this.#key = key;
    this.#kept = kept;
  }

  get(key: string): Row | undefined {
    this.#version.value;
    return this.#map.get(key);
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) this.#map.set(this.#key(row), row);
    for (const key of this.#map.keys()) {
      if (this.#map.size <= this.#kept) break;
      this.#map.delete(key);
    }
    this.#version.value++;
  }

  remove(keys: readonly string[]): void {
    for (const key of keys) this.#map.delete(key);
    this.#version.value++;
  }

  clear(): void {
    this.#map.clear();
    this.#version.value++;
  }
}

export const mails = new Rows<MailRow>(({ id }) => id, KEPT.mails);
export const executions = new Rows<ExecutionRow>(({ arn }) => arn, KEPT.executions);
export const requests = new Rows<RequestRow>(({ seq }) => `${seq}`, KEPT.requests);
export const logs = new Rows<LogRow>(({ seq }) => `${seq}`, KEPT.logs);
export const usage = new Rows<UsageRow>(
  (row) => [row.by, row.service, row.operation, row.resource].join(" "),
  KEPT.usage,
);
export const faults = signal<FaultRow[]>([]);
export const clocks = signal<ClockRow[]>([]);
export const functions = signal<WarmFunction[]>([]);
export const totals = signal({ mails: 0, executions: 0 });

const LISTS = { mails, executions, requests, logs, usage };

/** Takes over what the server says changed. */
export function apply(update: Update): void {
  batch(() => {
    if (update.reset) for (const rows of Object.values(LISTS)) rows.clear();
    if (update.connection) connection.value = update.connection;
    if (update.connection || update.trouble) trouble.value = update.trouble ?? "";
    if (update.endpoint) endpoint.value = update.endpoint;
    // before others are added: some of them may be there again
    if (update.removedMails) mails.remove(update.removedMails);
    if (update.mails) mails.add(update.mails);
    if (update.executions) executions.add(update.executions);
    if (update.requests) requests.add(update.requests);
    if (update.logs) logs.add(update.logs);
    if (update.usage) usage.add(update.usage);
    if (update.faults) faults.value = update.faults;
    if (update.clocks) clocks.value = update.clocks;
    if (update.functions) functions.value = update.functions;
    if (update.totals) totals.value = update.totals;
  });
}

/** Names without which a row is long: `PetCuddleOTron` of an ARN. */
export const lastOf = (arn: string): string => arn.split(/[:/]/).at(-1) ?? arn;

/** `Shop-OrdersA9B65338-Zx81kT0pQ2` */
const GENERATED = /^(?:[\w-]+-)?([A-Za-z]\w*?)[0-9A-F]{5,8}-\w{3,14}(?:\.fifo)?$/;

/** The same without the stack and the hashes that the CDK and CloudFormation put around a resource's id: `Orders`. */
export function shortName(arn: string): string {
  const name = lastOf(arn);
  return GENERATED.exec(name)?.[1] ?? name;
}

export const newestFirst = <Row>(rows: readonly Row[], time: (row: Row) => number): Row[] =>
  rows.toReversed().sort((a, b) => time(b) - time(a));
