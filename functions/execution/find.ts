import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionDoesNotExist,
} from "@aws-sdk/client-sfn";
import { CANCELLED_ERROR, type WorkflowInput } from "../reminder.ts";
import { executionArn } from "./arn.ts";
import { sfn } from "./client.ts";

/** A reminder as Step Functions knows it. Its first execution says when it is due, its latest how it goes. */
export interface FoundReminder {
  id: string;
  input: WorkflowInput;
  remindAt: string;
  latest: DescribeExecutionCommandOutput;
  /** Of the latest execution: 0 for the request itself. */
  attempt: number;
}

/** The reminder's executions, through all redrives of a failed one; undefined where there is none. */
export async function findReminder(id: string): Promise<FoundReminder | undefined> {
  const first = await describe(id, 0);
  if (first?.input === undefined || first.startDate === undefined) return undefined;
  const input: WorkflowInput = JSON.parse(first.input);
  let latest = first;
  let attempt = 0;
  while (isFailed(latest)) {
    const next = await describe(id, attempt + 1);
    if (next === undefined) break;
    latest = next;
    attempt += 1;
  }
  return { id, input, remindAt: dueAt(first.startDate, input.waitSeconds), latest, attempt };
}

/** When a reminder is due whose execution began at `startDate`: ISO 8601, UTC. */
export const dueAt = (startDate: Date, waitSeconds: number) =>
  new Date(startDate.getTime() + waitSeconds * 1_000).toISOString();

// only a failed execution leaves a failure record, and only from one can a redrive begin
const isFailed = ({ status, error }: DescribeExecutionCommandOutput) =>
  (status === "FAILED" && error !== CANCELLED_ERROR) || status === "TIMED_OUT";

async function describe(id: string, attempt: number): Promise<DescribeExecutionCommandOutput | undefined> {
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: executionArn(id, attempt) }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
