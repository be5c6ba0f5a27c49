import type { Activity, Position } from "../data/activity.ts";
import { START, toRow } from "../data/activity.ts";
import { logLines } from "../data/log-rows.ts";
import { Usage } from "../data/usage.ts";
import {
  type ClockRow,
  type ExecutionRow,
  type FaultRow,
  KEPT,
  type LogRow,
  type MailRow,
  type RequestRow,
  type Update,
  type WarmFunction,
} from "../shapes.ts";

/** Milliseconds by which a change may be reported late: what happens while LocalStack collects its answer. */
const OVERLAP_MS = 1_000;

/** What the console knows of LocalStack: bounded lists, the newest last. */
export class State {
  readonly #mails = new Map<string, MailRow>();
  readonly #executions = new Map<string, ExecutionRow>();
  readonly #usage = new Usage();
  #requests: RequestRow[] = [];
  #logs: LogRow[] = [];
  #faults: FaultRow[] = [];
  #clocks: ClockRow[] = [];
  #functions: WarmFunction[] = [];
  #totals = { mails: 0, executions: 0 };
  #lastLog = 0;
  #instance = "";
  /** How many mails were read, also those that are no longer kept. */
  #read = 0;
  position: Position = START;

  /** Whether an activity comes from another start of LocalStack than the one before. */
  isOther({ instance }: Activity): boolean {
    return this.#instance !== "" && this.#instance !== instance;
  }

  /** Forgets everything. */
  reset(): void {
    this.#mails.clear();
    this.#executions.clear();
    this.#usage.clear();
    this.#requests = [];
    this.#logs = [];
    this.#read = 0;
    this.#instance = "";
    this.position = START;
  }

  /** Whether mails were deleted elsewhere: then there are fewer than were read. */
  misses({ mails }: Activity): boolean {
    return mails.complete && this.#read !== mails.total;
  }

  /** Takes over what is new, and returns what changed. */
  async apply(activity: Activity): Promise<Update> {
    this.#instance = activity.instance;
    const removedMails = activity.mails.reset ? this.keepMails([]) : [];
    const mails = await this.#addMails(activity);
    const update: Update = {
      ...(removedMails.length > 0 && { removedMails }),
      ...(mails.length > 0 && { mails }),
      ...list("executions", this.#addExecutions(activity)),
      ...list("requests", activity.requests.requests),
      ...list("logs", this.#addLogs(activity)),
      ...list("usage", this.#usage.add(activity.calls.calls)),
      ...this.#replace(activity),
    };
    this.#requests = [...this.#requests, ...activity.requests.requests].slice(-KEPT.requests);
    this.position = {
      calls: activity.calls.next,
      requests: activity.requests.next,
      mail: activity.mails.mails.at(-1)?.Id ?? (activity.mails.reset ? "" : this.position.mail),
      executions: Math.max(0, activity.time - OVERLAP_MS),
    };
    return update;
  }

  /** Keeps the mails with these ids, and returns the ids of the others. */
  keepMails(ids: readonly string[]): string[] {
    const kept = new Set(ids);
    const removed = [...this.#mails.keys()].filter((id) => !kept.has(id));
    for (const id of removed) this.#mails.delete(id);
    this.#read = ids.length;
    if (!kept.has(this.position.mail)) this.position = { ...this.position, mail: ids.at(-1) ?? "" };
    return removed;
  }

  /** Empty for a mail that is not known. */
  subjectOf(id: string): string {
    return this.#mails.get(id)?.subject ?? "";
  }

  executionsNamed(text: string): ExecutionRow[] {
    return [...this.#executions.values()].filter(({ name, arn }) => name === text || arn === text);
  }

  /** Everything, in parts that can be sent one by one. */
  *snapshot(): Generator<Update> {
    yield {
      reset: true,
      faults: this.#faults,
      clocks: this.#clocks,
      functions: this.#functions,
      totals: this.#totals,
    };
    for (const mails of chunks([...this.#mails.values()])) yield { mails };
    for (const executions of chunks([...this.#executions.values()])) yield { executions };
    for (const requests of chunks(this.#requests)) yield { requests };
    for (const logs of chunks(this.#logs)) yield { logs };
    for (const usage of chunks(this.#usage.rows)) yield { usage };
  }

  async #addMails({ mails }: Activity): Promise<MailRow[]> {
    const rows = await Promise.all(mails.mails.map(toRow));
    this.#read += rows.length;
    for (const row of rows) this.#mails.set(row.id, row);
    trim(this.#mails, KEPT.mails);
    return rows;
  }

  #addExecutions({ executions }: Activity): ExecutionRow[] {
    const changed = executions.filter((row) => {
      const known = this.#executions.get(row.arn);
      return known?.status !== row.status || known.endedAt !== row.endedAt;
    });
    for (const row of changed) this.#executions.set(row.arn, row);
    trim(this.#executions, KEPT.executions);
    return changed;
  }

  #addLogs({ calls }: Activity): LogRow[] {
    const rows = logLines(calls.calls)
      .map((line) => ({ seq: ++this.#lastLog, ...line }))
      .slice(-KEPT.logs);
    this.#logs = [...this.#logs, ...rows].slice(-KEPT.logs);
    return rows;
  }

  /** What is sent as a whole, where it is not as before. */
  #replace({ faults, clocks, functions, mails, executionCount }: Activity): Update {
    const totals = { mails: mails.total, executions: executionCount };
    const update: Update = {
      ...(differs(faults, this.#faults) && { faults }),
      ...(differs(clocks, this.#clocks) && { clocks }),
      ...(differs(functions, this.#functions) && { functions }),
      ...(differs(totals, this.#totals) && { totals }),
    };
    this.#faults = faults;
    this.#clocks = clocks;
    this.#functions = functions;
    this.#totals = totals;
    return update;
  }
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

const list = <Name extends string, Row>(name: Name, rows: Row[]): { [name in Name]?: Row[] } =>
  (rows.length > 0 ? { [name]: rows } : {}) as { [name in Name]?: Row[] };

function trim(map: Map<string, unknown>, size: number): void {
  for (const key of map.keys()) {
    if (map.size <= size) return;
    map.delete(key);
  }
}

const CHUNK = 1_000;

function* chunks<Row>(rows: readonly Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += CHUNK) yield rows.slice(from, from + CHUNK);
}
