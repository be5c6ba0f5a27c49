import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { HttpProblem } from "../api/problem.ts";
import { unknownReminder } from "../api/reminder-id.ts";
import { takeClaim } from "../claim/claims.ts";
import { sfn } from "../execution/client.ts";
import { type FoundReminder, findReminder } from "../execution/find.ts";
import { reminderStatus } from "../execution/status.ts";
import { CANCELLED_ERROR, type Reminder, type ReminderStatus } from "../reminder.ts";
import type { ClaimState } from "../storage.ts";

/**
 * Cancels a reminder: claims it, so that nothing can send it any more, and stops its execution. Cancelling again changes
 * nothing and answers the same.
 *
 * Throws an {@link HttpProblem}: 404 where there is no such reminder, 409 where it has already ended in another way, or
 * may already be on its way.
 */
export async function cancelReminder(id: string): Promise<Reminder> {
  const found = await findReminder(id);
  if (found === undefined) throw unknownReminder();
  const status = reminderStatus(found.latest);
  if (status === "COMPLETED" || status === "FAILED") throw ended(status);

  const { claim } = await takeClaim(id, "cancelled", found.attempt);
  if (claim.state !== "cancelled") throw tooLate(claim.state);
  await stop(found);
  return { id, status: "CANCELLED", remindAt: found.remindAt };
}

async function stop({ latest }: FoundReminder): Promise<void> {
  if (latest.status !== "RUNNING") return;
  // Step Functions accepts the stop of an execution that has ended just now
  await sfn.send(
    new StopExecutionCommand({
      executionArn: latest.executionArn,
      error: CANCELLED_ERROR,
      cause: "the reminder was cancelled by a request to the API",
    }),
  );
}

const tooLate = (state: ClaimState): HttpProblem =>
  state === "failed"
    ? ended("FAILED")
    : new HttpProblem(409, "the reminder may already be on its way", [
        { field: "id", detail: "is of a reminder that may already be on its way" },
      ]);

const ended = (status: ReminderStatus): HttpProblem =>
  new HttpProblem(409, `the reminder has already ended: it is ${status}`, [
    { field: "id", detail: `is of a reminder that is ${status}` },
  ]);
