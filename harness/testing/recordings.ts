import { readFileSync } from "node:fs";
import type { DescribeExecutionOutput, HistoryEvent } from "@aws-sdk/client-sfn";
import type { CapturedMessage } from "../mail/captured-mail.ts";

export type Recording =
  | "aborted"
  | "bad-path"
  | "failed-task"
  | "map"
  | "parallel"
  | "retried-and-caught"
  | "succeeded"
  | "timed-out";

/** What LocalStack 4.14.0 answered for an execution: DescribeExecution and GetExecutionHistory. */
export function recordedExecution(name: Recording): {
  execution: Omit<DescribeExecutionOutput, "$metadata">;
  events: HistoryEvent[];
} {
  return JSON.parse(read(name), (key, value) =>
    ["timestamp", "startDate", "stopDate"].includes(key) ? new Date(value) : value,
  );
}

/** What LocalStack 4.14.0 answered at `/_aws/ses` after one mail of each kind. */
export function recordedMessages(): CapturedMessage[] {
  return JSON.parse(read("ses")).messages;
}

const read = (name: string): string =>
  readFileSync(new URL(`./recordings/${name}.json`, import.meta.url), "utf8");
