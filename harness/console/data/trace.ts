import { type RecordedCall, readCalls } from "../../control/call-record.ts";
import { getJson } from "../../core/localstack-http.ts";
import { stateDefinitions } from "../../executions/definitions.ts";
import { ofInvocations } from "../../logs/log-line.ts";
import type { ExecutionRow } from "../shapes.ts";
import type { RequestContent, Trace, TraceSpan } from "../view-shapes.ts";
import type { ExecutionReader } from "./executions.ts";
import { logLines } from "./log-rows.ts";
import { asTree, type LooseSpan } from "./trace-tree.ts";
import { HOUSEKEEPING } from "./usage.ts";

/** Ids that are looked for at most, and calls that are kept: an id that is everywhere would bring all there is. */
const MAX_TEXTS = 40;
const MAX_CALLS = 3_000;

/** Where traces are read from. */
export interface TraceSources {
  endpoint: string;
  executions: ExecutionReader;
  /** What is known without reading. */
  known: {
    /** The executions that have this name or ARN. */
    executionsNamed: (text: string) => readonly ExecutionRow[];
    subjectOf: (mail: string) => string;
  };
}

/**
 * Everything about an id: of a request, an execution, a mail, an invocation, a trace, or any text in them. What one of
 * them names (the trace that it belongs to, the execution that it started) is looked for as well.
 */
export async function traceOf(sources: TraceSources, id: string): Promise<Trace> {
  const found = await new Search(sources.endpoint).from(id);
  for (const { arn } of sources.known.executionsNamed(id)) found.executions.add(arn);
  const states = await Promise.all(
    [...found.executions].map((arn) => executionSpans(sources.executions, arn)),
  );
  const spans = [
    ...[...found.requests.values()].map(requestSpan),
    ...states.flat(),
    ...[...found.calls.values()].flatMap((call) => callSpan(call, sources.known)),
  ];
  const lines = logLines([...found.calls.values()]).map((line) => ({
    ...line,
    at: line.time,
    time: new Date(line.time),
  }));
  const logs = ofInvocations(lines, [...found.texts]).map(({ at, place, group, stream, message }) => ({
    time: at,
    place,
    group,
    stream,
    message,
  }));
  return {
    id,
    spans: asTree(spans),
    logs: logs.sort((a, b) => a.time - b.time),
  };
}

class Search {
  readonly texts = new Set<string>();
  readonly calls = new Map<number, RecordedCall>();
  readonly requests = new Map<number, RequestContent>();
  readonly executions = new Set<string>();
  readonly #endpoint: string;

  constructor(endpoint: string) {
    this.#endpoint = endpoint;
  }

  async from(id: string): Promise<this> {
    this.texts.add(id);
    if (/:(execution|express):/.test(id)) this.executions.add(id);
    // a set is read on while it grows
    for (const text of this.texts) await this.#look(text);
    return this;
  }

  async #look(text: string): Promise<void> {
    const query = new URLSearchParams({ match: text });
    const [{ calls }, answer] = await Promise.all([
      readCalls(this.#endpoint, { match: [text] }),
      getJson<{ requests: RequestContent[] }>(this.#endpoint, `/_harness/requests?${query}`),
    ]);
    for (const call of calls.slice(-MAX_CALLS)) {
      this.calls.set(call.seq, call);
      // each batch of log lines begins a new trace
      if (HOUSEKEEPING.has(`${call.service}:${call.operation}`)) continue;
      this.#also(call.trace);
      if (call.operation.startsWith("Invoke")) this.#also(call.requestId);
      if (call.result?.startsWith("arn:")) this.executions.add(call.result);
    }
    for (const request of answer?.requests ?? []) {
      this.requests.set(request.seq, request);
      this.#also(request.trace);
      this.#also(request.requestId);
    }
  }

  #also(text: string | null | undefined): void {
    if (text && this.texts.size < MAX_TEXTS) this.texts.add(text);
  }
}

const requestSpan = ({ seq, method, path, status, time, durationMs }: RequestContent): LooseSpan => ({
  kind: "request",
  title: `${method} ${path.replace(/^\/_aws\/execute-api\/[^/]+/, "")}`,
  detail: `${status}`,
  from: time,
  to: time + durationMs,
  tone: status >= 400 ? "bad" : "good",
  link: ["requests", `${seq}`],
});

async function executionSpans(reader: ExecutionReader, arn: string): Promise<LooseSpan[]> {
  const view = await reader.view(arn).catch(() => undefined);
  if (!view) return [];
  const { execution, visits, definition } = view;
  const definitions = stateDefinitions(definition);
  const link = ["executions", arn];
  const tone = { SUCCEEDED: "good", RUNNING: "busy", ABORTED: "plain" }[execution.status] ?? "bad";
  return [
    {
      kind: "execution",
      of: arn,
      title: execution.stateMachineArn.split(":").at(-1) ?? "",
      detail: execution.error ? `${execution.status} ${execution.error}` : execution.status,
      from: execution.startedAt,
      to: execution.endedAt,
      tone: tone as TraceSpan["tone"],
      link,
    },
    ...visits.map((visit): LooseSpan => {
      const last = visit.failures.at(-1);
      const retries =
        visit.retries === 0 ? "" : visit.retries === 1 ? ", 1 retry" : `, ${visit.retries} retries`;
      return {
        kind: "state",
        of: arn,
        isContainer: /^(Map|Parallel)$/.test(visit.type),
        calls: JSON.stringify(definitions.get(visit.name) ?? {}),
        title: visit.name,
        detail: `${visit.type}${retries}${last ? `, ${last.error}` : ""}`,
        from: visit.enteredAt,
        to: visit.exitedAt ?? execution.endedAt,
        tone: ({ running: "busy", failed: "bad", caught: "bad", stopped: "plain", done: "good" } as const)[
          visit.status
        ],
        link,
      };
    }),
  ];
}

function callSpan(call: RecordedCall, known: TraceSources["known"]): LooseSpan[] {
  const { service, operation, resource, time, durationMs, error, status, result, session, principal } = call;
  if (HOUSEKEEPING.has(`${service}:${operation}`)) return [];
  const isInvocation = service === "lambda" && operation.startsWith("Invoke");
  const isMail = /^ses/.test(service) && operation.startsWith("Send") && error === null && result;
  const name = isInvocation ? (resource?.split(":function:").at(-1) ?? "") : "";
  const by = session && !session.startsWith("session-") ? `, by ${session}` : "";
  return [
    {
      kind: isInvocation ? "invocation" : isMail ? "mail" : "call",
      ...(isInvocation && { of: name }),
      operation,
      session,
      principal,
      starts: result,
      title: isInvocation
        ? name
        : isMail
          ? known.subjectOf(result) || subjectIn(call)
          : `${service} ${operation}`,
      detail: `${error ? `${status} ${error}` : status}${isInvocation || isMail ? "" : resource ? `, ${resource}` : ""}${by}`,
      from: time - (durationMs ?? 0),
      to: time,
      tone: error ? "bad" : "plain",
      link: isMail ? ["inbox", result] : [],
    },
  ];
}

/** As SES's and SESv2's operations are given it; a raw one is read with the mail. */
function subjectIn({ request }: RecordedCall): string {
  const { Message, Content } = request as { Message?: Simple; Content?: { Simple?: Simple } };
  return (Message ?? Content?.Simple)?.Subject?.Data ?? "mail";
}

interface Simple {
  Subject?: { Data?: string };
}
