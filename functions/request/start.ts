import { isDeepStrictEqual } from "node:util";
import { ExecutionAlreadyExists, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { fieldProblem, HttpProblem } from "../api/problem.ts";
import { stateMachineArn } from "../execution/arn.ts";
import { sfn } from "../execution/client.ts";
import { dueAt, findReminder } from "../execution/find.ts";
import { reminderStatus } from "../execution/status.ts";
import { executionName, type Reminder, type ReminderRequest, type WorkflowInput } from "../reminder.ts";

/**
 * Starts the workflow under the reminder's id. Step Functions takes a repeated start with the same name and input for
 * the same execution while that one runs; once it has ended, or where the inputs differ, it refuses, and the inputs
 * are compared here. Throws a 409 {@link HttpProblem} where the id belongs to another request.
 */
export async function startReminder(id: string, request: ReminderRequest): Promise<Reminder> {
  const input: WorkflowInput = { id, attempt: 0, ...request };
  try {
    const { startDate } = await sfn.send(
      new StartExecutionCommand({
        stateMachineArn: stateMachineArn(),
        name: executionName(id),
        input: JSON.stringify(input),
      }),
    );
    if (startDate === undefined) throw new Error(`StartExecution answered without a startDate for ${id}`);
    return { id, status: "WAITING", remindAt: dueAt(startDate, input.waitSeconds) };
  } catch (error) {
    if (error instanceof ExecutionAlreadyExists) return await repeated(input);
    throw error;
  }
}

/** The answer to a request whose key has started an execution before. */
async function repeated(input: WorkflowInput): Promise<Reminder> {
  const found = await findReminder(input.id);
  if (found === undefined) {
    // DescribeExecution may lag behind StartExecution (AWS: it is eventually consistent)
    throw new HttpProblem(503, "an equal request is being taken in: try again in a second", [], {
      "Retry-After": "1",
    });
  }
  if (!isDeepStrictEqual(found.input, input)) {
    throw fieldProblem(409, "Idempotency-Key", "was already used for another request");
  }
  return { id: input.id, status: reminderStatus(found.latest), remindAt: found.remindAt };
}
