import type { HistoryEvent } from "@aws-sdk/client-sfn";
import { HarnessError } from "../../core/errors.ts";
import { getJson } from "../../core/localstack-http.ts";
import { type StateDefinitions, stateDefinitions } from "../../executions/definitions.ts";
import { readHistory, type StateVisit } from "../../executions/history.ts";
import type { ExecutionRow } from "../shapes.ts";
import type { EventRow, ExecutionView, VisitData, VisitRow } from "../view-shapes.ts";

/** As the plugin has it: `GET /_harness/executions/detail`. */
interface Detail {
  execution: ExecutionRow;
  input: unknown;
  output: unknown;
  cause: string | null;
  definition: string | null;
  events: (Omit<HistoryEvent, "timestamp"> & { timestamp: string })[];
  total: number;
}

interface Kept {
  detail: Omit<Detail, "events" | "definition">;
  definition: string;
  definitions: StateDefinitions;
  events: HistoryEvent[];
  visits: StateVisit[];
}

/** Executions whose events are kept; reading one again asks only for what came since. */
const KEPT = 4;

/** Executions with their history, also Express ones. */
export class ExecutionReader {
  readonly #endpoint: string;
  readonly #kept = new Map<string, Kept>();
  readonly #reading = new Map<string, Promise<Kept>>();

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** @throws HarnessError NO_EXECUTION */
  async view(arn: string): Promise<ExecutionView> {
    const { detail, definition, events, visits } = await this.#read(arn);
    const { execution, input, output, cause } = detail;
    const rows = visits.map((visit) => toRow(visit, execution));
    return { execution, input, output, cause, definition, visits: rows, events: events.length };
  }

  /** The data of one visit, by its place among all. */
  async visit(arn: string, place: number): Promise<VisitData> {
    const visit = (await this.#read(arn)).visits[place];
    if (!visit) throw new HarnessError("NO_VISIT", `execution ${arn} has not visited ${place} states`);
    return { input: visit.input, output: visit.output, assigned: visit.assigned ?? null };
  }

  async events(arn: string, from: number, count: number): Promise<EventRow[]> {
    const { events } = await this.#read(arn);
    return events.slice(from, from + count).map(toEventRow);
  }

  /** Once for all who ask at the same time. */
  #read(arn: string): Promise<Kept> {
    const reading = this.#reading.get(arn) ?? this.#readNow(arn).finally(() => this.#reading.delete(arn));
    this.#reading.set(arn, reading);
    return reading;
  }

  async #readNow(arn: string): Promise<Kept> {
    // also one that has ended, which may be redriven
    const read = await this.#readOn(arn, this.#kept.get(arn));
    this.#kept.delete(arn);
    this.#kept.set(arn, read);
    if (this.#kept.size > KEPT)
      for (const oldest of this.#kept.keys()) {
        this.#kept.delete(oldest);
        break;
      }
    return read;
  }

  async #readOn(arn: string, known: Kept | undefined): Promise<Kept> {
    const events = known?.events ?? [];
    let definition = known?.definition;
    for (;;) {
      const query = new URLSearchParams({ arn, after: `${events.length}` });
      const found = await getJson<Detail>(this.#endpoint, `/_harness/executions/detail?${query}`);
      if (!found)
        throw new HarnessError(
          "NO_EXECUTION",
          `there is no execution ${arn}: LocalStack was started again, or dropped it`,
        );
      definition ??= found.definition ?? "{}";
      events.push(
        ...found.events.map((event) => ({ ...event, timestamp: new Date(event.timestamp) }) as HistoryEvent),
      );
      if (events.length < found.total && found.events.length > 0) continue;
      if (known && found.events.length === 0) return Object.assign(known, { detail: found });
      const definitions = known?.definitions ?? stateDefinitions(definition);
      return { detail: found, definition, definitions, events, visits: readHistory(events, definitions) };
    }
  }
}

function toRow(visit: StateVisit, { endedAt, status }: ExecutionRow): VisitRow {
  const { name, type, enteredAt, exitedAt, retries, failures } = visit;
  return {
    name,
    type,
    enteredAt: enteredAt.getTime(),
    exitedAt: exitedAt?.getTime() ?? (type === "Fail" ? enteredAt.getTime() : null),
    status: statusOf(visit, endedAt !== null, status),
    retries,
    failures,
  };
}

function statusOf(
  { type, exitedAt, caught, failures }: StateVisit,
  hasEnded: boolean,
  status: string,
): VisitRow["status"] {
  if (type === "Fail") return "failed";
  if (exitedAt) return caught ? "caught" : "done";
  if (!hasEnded) return "running";
  return failures.length > 0 || status === "FAILED" || status === "TIMED_OUT" ? "failed" : "stopped";
}

function toEventRow(event: HistoryEvent): EventRow {
  const { id = 0, previousEventId = 0, timestamp, type = "", ...rest } = event;
  const details = Object.entries(rest).find(([name]) => name.endsWith("EventDetails"))?.[1];
  return {
    id,
    previous: previousEventId,
    time: timestamp?.getTime() ?? 0,
    type,
    details: (details ?? {}) as Record<string, unknown>,
  };
}
