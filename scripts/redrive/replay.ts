import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { executionName, type FailureRecord, type WorkflowInput } from "../../functions/reminder.ts";
import { executionArn } from "../../harness/executions/execution-arn.ts";
import { decide } from "./attempt.ts";
import type { Failures } from "./failures.ts";

/** How the replay of one reminder ended. */
export type Outcome =
  | { status: "sent"; execution: string }
  | { status: "cancelled"; execution: string }
  /** Its record is gone: another redrive was faster. */
  | { status: "gone" }
  | { status: "failed"; execution: string; error: string; cause: string };

export interface ReplayOptions {
  sfn: SFNClient;
  stateMachineArn: string;
  failures: Failures;
  signal: AbortSignal;
  /** Called with the name of the execution that is waited for. */
  onWait?: (execution: string) => void;
  /** Milliseconds between two looks at an execution. Default: 250. */
  pause?: number;
}

/**
 * Replays a failed reminder: starts the next attempt, or joins the one that somebody else has started, waits for its end
 * and deletes the record once it was sent. Safe to run often and by many at once: an attempt's name follows from its
 * record, so that Step Functions itself makes each attempt once (StartExecution is idempotent while the execution
 * runs, and refuses the name afterwards), and the next attempt begins only behind the end of the one before.
 *
 * @throws UnreadableFailureError, what Step Functions or S3 refuse, and the signal's reason
 */
export async function replay(id: string, options: ReplayOptions): Promise<Outcome> {
  const { failures, signal } = options;
  const record = await failures.read(id, signal);
  if (!record) return { status: "gone" };

  for (let attempt = record.input.attempt + 1; ; attempt += 1) {
    const execution = executionName(id, attempt);
    let described = await describe(execution, options);
    if (decide(described?.status) === "start") described = await start(record, attempt, options);
    // an attempt that failed before this run began is history; the one that fails now is this run's answer
    const isHistory = decide(described?.status) === "failed";
    if (isHistory) continue;

    const end = await ended(execution, described, options);
    switch (decide(end.status)) {
      case "succeeded":
        await failures.delete(id, signal);
        return { status: "sent", execution };
      case "cancelled":
        await failures.delete(id, signal);
        return { status: "cancelled", execution };
      default:
        return { status: "failed", execution, ...(await reason(id, attempt, end, options)) };
    }
  }
}

/** Why an attempt failed: the failure that it recorded has the details, which the execution itself keeps to itself. */
async function reason(
  id: string,
  attempt: number,
  { error = "", cause = "" }: DescribeExecutionCommandOutput,
  { failures, signal }: ReplayOptions,
): Promise<{ error: string; cause: string }> {
  const record = await failures.read(id, signal);
  return record?.input.attempt === attempt ? { error: record.error, cause: record.cause } : { error, cause };
}

/** The input of a new attempt: what failed, due at once. */
export const replayInput = ({ input }: FailureRecord, attempt: number): WorkflowInput => ({
  ...input,
  waitSeconds: 0,
  attempt,
});

async function start(
  record: FailureRecord,
  attempt: number,
  options: ReplayOptions,
): Promise<DescribeExecutionCommandOutput | undefined> {
  const name = executionName(record.input.id, attempt);
  const command = new StartExecutionCommand({
    stateMachineArn: options.stateMachineArn,
    name,
    input: JSON.stringify(replayInput(record, attempt)),
  });
  try {
    await options.sfn.send(command, { abortSignal: options.signal });
    return undefined;
  } catch (error) {
    // somebody was faster, and it has ended since
    if (error instanceof ExecutionAlreadyExists) return describe(name, options);
    throw error;
  }
}

async function ended(
  execution: string,
  described: DescribeExecutionCommandOutput | undefined,
  options: ReplayOptions,
): Promise<DescribeExecutionCommandOutput> {
  if (described && decide(described.status) !== "join") return described;
  options.onWait?.(execution);
  for (;;) {
    await sleep(options.pause ?? 250, undefined, { signal: options.signal });
    const now = await describe(execution, options);
    // DescribeExecution may not know yet what StartExecution has just begun (AWS: it is eventually consistent)
    if (now && decide(now.status) !== "join") return now;
  }
}

async function describe(
  execution: string,
  { sfn, stateMachineArn, signal }: ReplayOptions,
): Promise<DescribeExecutionCommandOutput | undefined> {
  const arn = executionArn(stateMachineArn, execution);
  try {
    return await sfn.send(new DescribeExecutionCommand({ executionArn: arn }), { abortSignal: signal });
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
