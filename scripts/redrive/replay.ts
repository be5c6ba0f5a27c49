import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  type SFNClient,
  StartExecutionCommand,
} from "@aws-sdk/client-sfn";
import { executionArn } from "localstack-harness/aws";
import { executionName, type WorkflowInput } from "../../functions/reminder.ts";
import type { FailureRecord } from "../../functions/storage.ts";
import { decide } from "./attempt.ts";
import { type Claims, uncertainMail } from "./claims.ts";
import type { Failures } from "./failures.ts";

/** How the replay of one reminder ended. */
export type Outcome =
  | { status: "sent"; execution: string }
  | { status: "cancelled"; execution?: string }
  /** Its record is gone: another redrive was faster. */
  | { status: "gone" }
  /** SES may have taken this mail already, so that nothing was started. */
  | { status: "uncertain"; mail: "reminder" | "completion mail" }
  | { status: "failed"; execution: string; error: string; cause: string };

export interface ReplayOptions {
  sfn: SFNClient;
  stateMachineArn: string;
  failures: Failures;
  claims: Claims;
  /** Sends also what may have been sent already. */
  resend?: boolean;
  signal: AbortSignal;
  /** Called with the name of the execution that is waited for. */
  onWait?: (execution: string) => void;
  /** Milliseconds between two looks at an execution. Default: 250. */
  pause?: number;
}

/**
 * Replays a failed reminder: starts the next attempt, or joins the one that another redrive has started, waits for its
 * end and deletes the record once it was sent. Safe to run often and by many at once: an attempt's name follows from its
 * record, so that Step Functions itself makes each attempt once (StartExecution is idempotent while the execution
 * runs, and refuses the name afterwards), and the next attempt begins only after the end of the one before. The claim
 * decides whether a mail may go out: one that may have been sent is not sent again without `resend`.
 *
 * @throws UnreadableFailureError, UnreadableClaimError, what Step Functions or S3 refuse, and the signal's reason
 */
export async function replay(id: string, options: ReplayOptions): Promise<Outcome> {
  const { failures, signal } = options;
  const record = await failures.read(id, signal);
  if (!record) return { status: "gone" };

  for (let attempt = record.input.attempt + 1; ; attempt += 1) {
    const execution = executionName(id, attempt);
    let described = await describe(execution, options);
    if (decide(described) === "start") {
      const obstacle = await findObstacle(record, attempt, options);
      // another redrive may have started it since, and have claimed the reminder
      if (obstacle) described = await describe(execution, options);
      if (obstacle && !described) {
        if (obstacle.status === "cancelled") await failures.delete(id, signal);
        return obstacle;
      }
      if (!obstacle) described = await start(record, attempt, options);
    }
    // an attempt that failed before this run began is history; the one that fails now is this run's answer
    const isHistory = decide(described) === "failed";
    if (isHistory) continue;

    const end = await ended(execution, described, options);
    switch (decide(end)) {
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

/** Why nothing may be started, if the claim says so. */
async function findObstacle(
  record: FailureRecord,
  attempt: number,
  { claims, resend, signal }: ReplayOptions,
): Promise<Outcome | undefined> {
  const { id } = record.input;
  const stored = await claims.read(id, signal);
  if (stored?.claim.state === "cancelled") return { status: "cancelled" };
  const mail = uncertainMail(record, stored?.claim);
  if (mail === undefined) return undefined;
  // a claim of the very attempt that was to be started belongs to another redrive
  const isOurs = stored !== undefined && stored.claim.attempt < attempt;
  if (!resend || !isOurs) return { status: "uncertain", mail };
  if (mail === "reminder") await claims.release(id, stored, signal);
  return undefined;
}

/** Why an attempt failed: the failure that it recorded has the details, which the execution does not show. */
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
    // another redrive was faster, and it has ended since
    if (error instanceof ExecutionAlreadyExists) return describe(name, options);
    throw error;
  }
}

async function ended(
  execution: string,
  described: DescribeExecutionCommandOutput | undefined,
  options: ReplayOptions,
): Promise<DescribeExecutionCommandOutput> {
  if (described && decide(described) !== "join") return described;
  options.onWait?.(execution);
  for (;;) {
    await sleep(options.pause ?? 250, undefined, { signal: options.signal });
    const now = await describe(execution, options);
    // DescribeExecution may not know yet what StartExecution has just begun (AWS: it is eventually consistent)
    if (now && decide(now) !== "join") return now;
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
