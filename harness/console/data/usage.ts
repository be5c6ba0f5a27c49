import type { RecordedCall } from "../../control/call-record.ts";
import { KEPT, type UsageRow } from "../shapes.ts";

/** Housekeeping of LocalStack and the plugin, which no part of the app asks for. */
export const HOUSEKEEPING = new Set([
  "sts:AssumeRole",
  "cloudwatch:PutMetricData",
  "logs:PutLogEvents",
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
]);

/** Who called what, and how often, in a bounded table: the edges of the overview. */
export class Usage {
  readonly #rows = new Map<string, UsageRow>();

  /** Counts calls, and returns the rows that changed. */
  add(calls: readonly RecordedCall[]): UsageRow[] {
    const changed = new Set<UsageRow>();
    for (const call of calls) {
      const by = call.role ?? (call.internal ? (call.principal ?? mappingOf(call)) : "");
      if (by === "" || HOUSEKEEPING.has(`${call.service}:${call.operation}`)) continue;
      changed.add(this.#count(by, call));
    }
    return [...changed];
  }

  get rows(): UsageRow[] {
    return [...this.#rows.values()];
  }

  clear(): void {
    this.#rows.clear();
  }

  #count(by: string, call: RecordedCall): UsageRow {
    const { service, operation, time, error } = call;
    const resource = withoutObject(call);
    const key = [by, service, operation, resource].join(" ");
    const row = this.#rows.get(key) ?? {
      by,
      session: call.session ?? "",
      service,
      resource,
      operation,
      calls: 0,
      errors: 0,
      lastError: null,
      lastAt: 0,
      lastErrorAt: 0,
    };
    row.calls += 1;
    row.lastAt = time;
    if (error !== null) Object.assign(row, { errors: row.errors + 1, lastError: error, lastErrorAt: time });
    // the least recently used are forgotten
    this.#rows.delete(key);
    this.#rows.set(key, row);
    if (this.#rows.size > KEPT.usage)
      for (const oldest of this.#rows.keys()) return this.#forget(oldest, row);
    return row;
  }

  #forget(key: string, row: UsageRow): UsageRow {
    this.#rows.delete(key);
    return row;
  }
}

/** Lambda's own event source mappings invoke functions without saying so. */
const mappingOf = ({ service, operation }: RecordedCall): string =>
  service === "lambda" && operation === "Invoke" ? "lambda" : "";

/** A bucket, not each of its objects. */
const withoutObject = ({ service, resource }: RecordedCall): string =>
  service === "s3" ? ((resource ?? "").split("/", 1)[0] ?? "") : (resource ?? "");
