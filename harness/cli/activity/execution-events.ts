import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { DescribeStateMachineCommand, type SFNClient } from "@aws-sdk/client-sfn";
import type { ActivityEvent } from "./activity-event.ts";

/** The name of the log group to which a state machine writes its executions' events; undefined where it writes none. */
export async function executionLogGroup(
  sfn: SFNClient,
  stateMachineArn: string,
  abortSignal: AbortSignal,
): Promise<string | undefined> {
  const command = new DescribeStateMachineCommand({ stateMachineArn });
  const { loggingConfiguration } = await sfn.send(command, { abortSignal });
  const arn = loggingConfiguration?.destinations?.[0]?.cloudWatchLogsLogGroup?.logGroupArn;
  return /:log-group:([^:]+)/.exec(arn ?? "")?.[1];
}

/** An event's log line (AWS Step Functions, "Using CloudWatch Logs to log execution history"). */
interface LoggedEvent {
  id: string;
  type: string;
  execution_arn: string;
  details?: { name?: string; error?: string; cause?: string };
}

/** How late an event may be written after others with a later time, in milliseconds. */
const OVERLAP_MS = 5_000;

/** Reads a state machine's log on from where it was read before. One request, however many executions there are. */
export class ExecutionEvents {
  readonly #logs: CloudWatchLogsClient;
  readonly #logGroupName: string;
  /** Events in the overlap that were given out already, with their times. */
  readonly #seen = new Map<string, number>();
  #since: number;

  constructor(logs: CloudWatchLogsClient, logGroupName: string, since: Date) {
    this.#logs = logs;
    this.#logGroupName = logGroupName;
    this.#since = since.getTime();
  }

  /** What happened since the last call, in order. */
  async next(abortSignal?: AbortSignal): Promise<ActivityEvent[]> {
    const fresh: { event: LoggedEvent; time: number }[] = [];
    const pages = paginateFilterLogEvents(
      { client: this.#logs },
      { logGroupName: this.#logGroupName, startTime: this.#since },
      abortSignal ? { abortSignal } : {},
    );
    for await (const { events = [] } of pages) {
      for (const line of events) {
        const event = parse(line);
        const key = event && `${event.execution_arn} ${event.id}`;
        if (!key || this.#seen.has(key)) continue;
        const time = line.timestamp ?? 0;
        this.#seen.set(key, time);
        fresh.push({ event, time });
      }
    }
    this.#forgetBefore(Math.max(this.#since, ...fresh.map(({ time }) => time - OVERLAP_MS)));
    return fresh
      .sort((a, b) => a.time - b.time || Number(a.event.id) - Number(b.event.id))
      .flatMap(({ event, time }) => executionEvent(event, new Date(time)) ?? []);
  }

  #forgetBefore(since: number): void {
    this.#since = since;
    for (const [key, time] of this.#seen) if (time < since) this.#seen.delete(key);
  }
}

function parse({ message = "" }: FilteredLogEvent): LoggedEvent | undefined {
  try {
    return JSON.parse(message) as LoggedEvent;
  } catch (error) {
    // CloudWatch Logs writes its own lines there, too ("Permissions are set correctly …")
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** A cause as a sentence: of a function's error, the message (AWS Lambda: `errorType`, `errorMessage`, `trace`). */
export function causeText(cause = ""): string {
  try {
    const { errorMessage } = JSON.parse(cause) as { errorMessage?: unknown };
    return typeof errorMessage === "string" ? errorMessage : cause;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return cause;
    throw error;
  }
}

const ENDS: Record<string, string> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

/** How an end looks to a reader. */
export const toneOf = (status: string): ActivityEvent["tone"] =>
  status === "SUCCEEDED" ? "good" : status === "ABORTED" || status === "RUNNING" ? "plain" : "bad";

/** What an event means to a reader, if anything: a state entered, an attempt that failed, the end. */
export function executionEvent(event: LoggedEvent, time: Date): ActivityEvent | undefined {
  const { type, execution_arn, details = {} } = event;
  const id = execution_arn.split(":").at(-1) ?? execution_arn;
  const reason = [details.error, causeText(details.cause)].filter(Boolean).join(": ");
  const end = ENDS[type];
  if (end) {
    const text = reason ? `${end} ${reason}` : end;
    return { kind: "execution", time, id, text, tone: toneOf(end) };
  }
  if (type.endsWith("StateEntered"))
    return { kind: "execution", time, id, text: details.name ?? type, tone: "plain" };
  if (/(Failed|TimedOut)$/.test(type)) {
    return { kind: "execution", time, id, text: `attempt failed: ${reason || type}`, tone: "bad" };
  }
  return undefined;
}
