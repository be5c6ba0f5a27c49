import type { ReminderRequest, WorkflowInput } from "./reminder.ts";

/**
 * A request that the API accepts: what tests and benches send where they care about some of its fields only. A field that
 * becomes mandatory needs a value here, and then every test sends it.
 */
export const reminderRequest = <Fields extends object>(fields: Fields = {} as Fields) =>
  ({
    waitSeconds: 3_600,
    message: "Brush Rex",
    email: "rex@example.com",
    ...fields,
  }) satisfies Record<keyof ReminderRequest, unknown> as ReminderRequest & Fields;

/** The input of an execution. */
export const workflowInput = (input: Partial<WorkflowInput> = {}): WorkflowInput => ({
  ...reminderRequest({ id: "3f1c9c0e-6a55-4d0a-9a52-0d6c1f1d2b11", attempt: 0 }),
  ...input,
});
