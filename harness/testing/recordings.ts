import { readFileSync } from "node:fs";
import type { DescribeExecutionOutput, HistoryEvent } from "@aws-sdk/client-sfn";
import { type StateDefinitions, stateDefinitions } from "../executions/definitions.ts";
import { type ExecutionRecord, toRecord } from "../executions/record.ts";
import type { CapturedMessage } from "../mail/captured-messages.ts";

export type Recording =
  | "aborted"
  | "activity-failed"
  | "activity-timed-out"
  | "bad-items-caught"
  | "bad-path"
  | "distributed-caught"
  | "dynamic-fail"
  | "ended-in-map"
  | "failed-task"
  | "lambda-caught"
  | "lambda-retried"
  | "map"
  | "map-caught"
  | "map-task-caught"
  | "nested-caught"
  | "parallel"
  | "parallel-caught"
  | "parallel-retried"
  | "retried-and-caught"
  | "succeeded"
  | "task-timed-out"
  | "timed-out";

interface RecordedExecution {
  /** Of the states of the state machine; empty for the older recordings, whose Fail states are at the top. */
  definitions: StateDefinitions;
  execution: Omit<DescribeExecutionOutput, "$metadata">;
  events: HistoryEvent[];
}

/**
 * What LocalStack 4.14.0 answered for an execution: its definition, DescribeExecution and GetExecutionHistory, unchanged
 * but for the paths of the machine.
 */
export function recordedExecution(name: Recording): RecordedExecution {
  const { definition = {}, ...recorded } = JSON.parse(read(name), (key, value) =>
    ["timestamp", "startDate", "stopDate"].includes(key) ? new Date(value) : value,
  );
  return { ...recorded, definitions: stateDefinitions(JSON.stringify(definition)) };
}

/** The same as the harness reads it. */
export function executionRecord(name: Recording): ExecutionRecord {
  const { execution, events, definitions } = recordedExecution(name);
  return toRecord(execution, events, definitions);
}

/** What LocalStack 4.14.0 answered at `/_aws/ses` after one mail of each kind. */
export function recordedMessages(): CapturedMessage[] {
  return JSON.parse(read("ses")).messages;
}

const read = (name: string): string =>
  readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), "utf8");
