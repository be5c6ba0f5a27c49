/** A reminder's status and states in the user's words. */
import {
  type Reminder,
  type ReminderStatus,
  WORKFLOW_STATES,
  type WorkflowState,
} from "../../functions/reminder.ts";
import { momentInWords } from "./time-words.ts";

export const STATUS_TITLES: Record<ReminderStatus, string> = {
  WAITING: "Waiting",
  SENDING: "Sending",
  COMPLETED: "Completed",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
};

/** One sentence or two on how things stand, read out by screen readers whenever it changes. */
export function statusSentence({ status, remindAt }: Reminder, now: Date): string {
  switch (status) {
    case "WAITING":
      return `Waiting. Your e-mail goes out ${momentInWords(new Date(remindAt), now)}; you may close this page.`;
    case "SENDING":
      return "Sending. Your reminder is on its way.";
    case "COMPLETED":
      return "Completed. Your reminder was sent, and a second e-mail confirms it. Time to cuddle!";
    case "FAILED":
      return "Failed. Your reminder could not be sent. It is kept, and may still be sent later: this page will show it.";
    case "CANCELLED":
      return "Cancelled. Nothing more will be sent.";
  }
}

/** How the cat on the card looks. */
export const MOODS: Record<ReminderStatus, "asleep" | "awake" | "glad" | "sad"> = {
  WAITING: "asleep",
  SENDING: "awake",
  COMPLETED: "glad",
  FAILED: "sad",
  CANCELLED: "asleep",
};

export const STATE_WORDS: Record<WorkflowState, string> = {
  ComposeReminder: "Writing the e-mail",
  Timer: "Waiting for the moment",
  SendReminder: "Sending the e-mail",
  NotifyCompletion: "Confirming with a second e-mail",
  RecordFailure: "Keeping your request safe",
  Failed: "Giving up for now",
};

export type StepProgress = "done" | "current" | "failed" | "stopped" | "todo";
/** Said after a step's name to those who do not see its mark. */
export const PROGRESS_WORDS: Record<StepProgress, string> = {
  done: "done",
  current: "now",
  failed: "failed",
  stopped: "stopped here",
  todo: "not yet",
};

export interface Step {
  state: WorkflowState;
  progress: StepProgress;
  /** Where the state has been entered. */
  enteredAt?: string;
}

/** The four steps every reminder takes, with those of a failure behind where it went that way. */
export function stepsOf({ status, states = [] }: Reminder): Step[] {
  // a redriven reminder goes through them again: the last time counts
  const entered = new Map(states.map(({ name, enteredAt }) => [name, enteredAt]));
  const failed = entered.has("RecordFailure") || status === "FAILED";
  const lastOfAll = states.at(-1)?.name;
  const lastWorking = WORKFLOW_STATES.findLast((state) => entered.has(state));

  const progressOf = (state: WorkflowState): StepProgress => {
    if (status === "COMPLETED") return "done";
    if (!entered.has(state)) return "todo";
    if (state === "Failed" || (failed && state === lastWorking)) return "failed";
    if (state !== lastOfAll) return "done";
    return status === "CANCELLED" ? "stopped" : status === "FAILED" ? "done" : "current";
  };
  const shown: WorkflowState[] = [...WORKFLOW_STATES];
  if (failed) shown.push(...(["RecordFailure", "Failed"] as const).filter((state) => entered.has(state)));
  return shown.map((state) => {
    const enteredAt = entered.get(state);
    return { state, progress: progressOf(state), ...(enteredAt === undefined ? {} : { enteredAt }) };
  });
}
