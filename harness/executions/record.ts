import type { DescribeExecutionOutput, ExecutionStatus, HistoryEvent } from "@aws-sdk/client-sfn";
import type { StateDefinitions } from "./definitions.ts";
import { type Failure, failureOf, failureText, parseJson } from "./failure.ts";
import { readHistory, type StateVisit } from "./history.ts";

/** What one execution did so far. */
export interface ExecutionRecord {
  name: string;
  arn: string;
  stateMachineArn: string;
  status: ExecutionStatus;
  input: unknown;
  output: unknown;
  startedAt: Date;
  endedAt?: Date | undefined;
  /** In the order in which they were entered; a state that was entered twice is in it twice. */
  states: StateVisit[];
  /** Attempts after the first, by state; states that were never retried are not in it. */
  retries: Record<string, number>;
  /** Errors that a Catch took, in order. */
  caught: (Failure & { state: string })[];
  /** Why it ended without success; `state` is the last one that it entered. */
  failure?: (Failure & { state: string | undefined }) | undefined;
}

export function toRecord(
  execution: Omit<DescribeExecutionOutput, "$metadata">,
  events: HistoryEvent[],
  definitions?: StateDefinitions,
): ExecutionRecord {
  const states = readHistory(events, definitions);
  const retries: Record<string, number> = {};
  for (const state of states)
    if (state.retries > 0) retries[state.name] = (retries[state.name] ?? 0) + state.retries;
  const status = execution.status ?? "RUNNING";
  return {
    name: execution.name ?? "",
    arn: execution.executionArn ?? "",
    stateMachineArn: execution.stateMachineArn ?? "",
    status,
    input: parseJson(execution.input),
    output: parseJson(execution.output),
    startedAt: execution.startDate ?? new Date(0),
    ...(execution.stopDate && { endedAt: execution.stopDate }),
    states,
    retries,
    caught: states.flatMap((state) => (state.caught ? [{ state: state.name, ...state.caught }] : [])),
    ...(hasEnded(status) &&
      status !== "SUCCEEDED" && { failure: { ...endOf(execution, events), state: states.at(-1)?.name } }),
  };
}

/** LocalStack describes a stopped or timed-out execution without its error, which the last event has. */
function endOf(
  { error, cause }: Pick<DescribeExecutionOutput, "error" | "cause">,
  events: HistoryEvent[],
): Failure {
  const last = events.at(-1);
  return error === undefined && last ? failureOf(last) : { error: error ?? "", cause: cause ?? "" };
}

/** `PENDING_REDRIVE` is a status of Distributed Map children, which wait for a redrive of their parent. */
export const hasEnded = (status: ExecutionStatus): boolean =>
  status !== "RUNNING" && status !== "PENDING_REDRIVE";

/** What an execution did, on a few lines, for failure messages. */
export function summary(record: ExecutionRecord): string {
  const { status, failure } = record;
  const why = failure ? ` with ${failureText(failure)}` : "";
  const states = record.states.map((visit) => `\n  ${stateLine(visit, record.startedAt)}`);
  return `status ${status}${why}, states:${states.join("") || " none"}`;
}

/** `+0.120 s SendReminder (Task), 2 retries, caught Throttling: rate exceeded`. */
export function stateLine(visit: StateVisit, from: Date): string {
  const parts = [
    `+${((visit.enteredAt.getTime() - from.getTime()) / 1_000).toFixed(3)} s ${visit.name} (${visit.type})`,
  ];
  if (visit.retries > 0) parts.push(visit.retries === 1 ? "1 retry" : `${visit.retries} retries`);
  const last = visit.failures.at(-1);
  if (visit.caught) parts.push(`caught ${failureText(visit.caught)}`);
  else if (last) parts.push(`failed with ${failureText(last)}`);
  if (!visit.exitedAt && visit.type !== "Fail") parts.push("not left");
  return parts.join(", ");
}
