import { readActivity, START } from "../../console/data/activity.ts";
import { logLines, type NewLine } from "../../console/data/log-rows.ts";
import type { RequestRow } from "../../console/shapes.ts";
import type { RecordedCall } from "../../control/call-record.ts";
import type { ActivityEvent } from "./activity-event.ts";

/** What is read at once. */
export interface Happened {
  requests: readonly RequestRow[];
  calls: readonly RecordedCall[];
}

/** Ids that are remembered: a request is shown soon after what it caused. */
const MOST = 1_000;
const ERROR = /\bERROR\b|"level":"(ERROR|CRITICAL|FATAL)"|Task timed out|\[ERROR\]/;
const FUNCTION_LOGS = /^\/aws\/lambda\/(.+)$/;

/**
 * Requests to APIs and errors that functions log, as events with the id of what they belong to: the execution that a request
 * started, or else the request.
 */
export class RequestEvents {
  /** Ids of events by trace, and traces by invocation. */
  readonly #ids = new Map<string, string>();
  readonly #traces = new Map<string, string>();
  /** Lines of invocations that have not ended. */
  #waiting: NewLine[] = [];

  /** The events of what happened since the last call. */
  next({ requests, calls }: Happened): ActivityEvent[] {
    for (const { operation, trace, requestId, result } of calls) {
      if (!trace) continue;
      const [, execution] = /:(?:execution|express):[^:]+:([^:]+)/.exec(result ?? "") ?? [];
      if (execution && /^Start(Sync)?Execution$/.test(operation)) remember(this.#ids, trace, execution);
      if (operation.startsWith("Invoke") && requestId) remember(this.#traces, requestId, trace);
    }
    for (const { trace, requestId } of requests)
      if (trace && requestId && !this.#ids.has(trace)) remember(this.#ids, trace, requestId);
    const errors = [...this.#waiting, ...logLines(calls).filter(isError)];
    // an invocation that runs is recorded when it has ended
    const [known, unknown] = [
      errors.filter((line) => this.#traceOf(line)),
      errors.filter((line) => !this.#traceOf(line)),
    ];
    this.#waiting = unknown.slice(-MOST);
    return [
      ...requests.map((request) => this.#requestEvent(request)),
      ...known.map((line) => this.#errorEvent(line)),
    ];
  }

  #traceOf({ message }: NewLine): string | undefined {
    const ids = message.match(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ?? [];
    return ids.map((id) => this.#traces.get(id)).find(Boolean);
  }

  #requestEvent({ time, method, path, status, durationMs, trace, requestId }: RequestRow): ActivityEvent {
    return {
      kind: "request",
      time: new Date(time),
      id: this.#ids.get(trace ?? "") ?? requestId ?? "",
      text: `${method} ${path.replace(/^\/_aws\/execute-api\/[^/]+/, "")} ${status}, ${Math.round(durationMs)} ms`,
      tone: status >= 500 ? "bad" : "plain",
    };
  }

  #errorEvent(line: NewLine): ActivityEvent {
    const [, name = line.group] = FUNCTION_LOGS.exec(line.group) ?? [];
    return {
      kind: "log",
      time: new Date(line.time),
      id: this.#ids.get(this.#traceOf(line) ?? "") ?? "",
      text: `${name}: ${messageOf(line.message)}`,
      tone: "bad",
    };
  }
}

const isError = ({ group, message }: NewLine): boolean => FUNCTION_LOGS.test(group) && ERROR.test(message);

/** A line without its time, its id and its level, or the message in one of JSON. */
function messageOf(line: string): string {
  try {
    const { message, error } = JSON.parse(line) as { message?: unknown; error?: { message?: unknown } };
    return [message, error?.message].filter((each) => typeof each === "string").join(": ") || line;
  } catch {
    return line.split("\t").slice(3).join(" ").split("\n")[0] || line;
  }
}

/** Keeps the last ones only. */
export function remember(map: Map<string, string>, key: string, value: string): void {
  map.set(key, value);
  const [first] = map.keys();
  if (map.size > MOST && first !== undefined) map.delete(first);
}

/** Reads what happens in LocalStack from the first call on. */
export class HappenedReader {
  readonly #endpoint: string;
  #position = START;
  #isFirst = true;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  /** What happened since the last call. @throws HarnessError NO_PLUGIN */
  async next(signal: AbortSignal): Promise<Happened> {
    const { calls, requests, mails, time } = await readActivity(this.#endpoint, this.#position, signal);
    this.#position = {
      calls: calls.next,
      requests: requests.next,
      mail: mails.mails.at(-1)?.Id ?? this.#position.mail,
      executions: time,
    };
    const isFirst = this.#isFirst;
    this.#isFirst = false;
    return isFirst ? { requests: [], calls: [] } : { requests: requests.requests, calls: calls.calls };
  }
}
