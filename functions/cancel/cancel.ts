import { StopExecutionCommand } from "@aws-sdk/client-sfn";
import { HttpProblem } from "../api/problem.ts";
import { unknownReminder } from "../api/reminder-id.ts";
import { sfn } from "../execution/client.ts";
import { type FoundReminder, findReminder } from "../execution/find.ts";
import { reminderStatus } from "../execution/status.ts";
import type { Reminder } from "../reminder.ts";

/**
 * Stops a reminder's execution. Cancelling again changes nothing and answers the same. Throws an {@link HttpProblem}:
 * 404 where there is no such reminder, 409 where it has already ended in another way.
 */
export async function cancelReminder(id: string): Promise<Reminder> {
  const found = await find(id);
  const isRunning = ended(found) === undefined;
  if (isRunning) {
    await sfn.send(
      new StopExecutionCommand({
        executionArn: found.latest.executionArn,
        error: "Cancelled",
        cause: "the person who asked for the reminder cancelled it",
      }),
    );
  }
  // an execution may have ended by itself just before the stop, which Step Functions takes without a word
  const status = ended(isRunning ? await find(id) : found) ?? "CANCELLED";
  if (status !== "CANCELLED") {
    throw new HttpProblem(409, `the reminder has already ended: it is ${status}`, [
      { field: "id", detail: `is of a reminder that is ${status}` },
    ]);
  }
  return { id, status, remindAt: found.remindAt };
}

async function find(id: string): Promise<FoundReminder> {
  const found = await findReminder(id);
  if (found === undefined) throw unknownReminder();
  return found;
}

/** How it ended; undefined while it runs, or still seems to (AWS: DescribeExecution is eventually consistent). */
function ended({ latest }: FoundReminder) {
  const status = reminderStatus(latest.status);
  return status === "WAITING" || status === "SENDING" ? undefined : status;
}
