import { describe, expect, it } from "vitest";
import { REMINDER_STATUSES, type ReminderStatus, type WorkflowState } from "../../functions/reminder.ts";
import { MOODS, STATUS_TITLES, statusSentence, stepsOf } from "./reminder-words.ts";

const NOW = new Date(2027, 4, 12, 12, 0, 0);
const reminder = (status: ReminderStatus, ...names: WorkflowState[]) => ({
  id: "9a2f",
  status,
  remindAt: new Date(2027, 4, 12, 13, 0).toISOString(),
  states: names.map((name, index) => ({ name, enteredAt: `2027-05-12T10:00:0${index}Z` })),
});
const progress = (...args: Parameters<typeof reminder>) =>
  stepsOf(reminder(...args)).map((step) => `${step.state} ${step.progress}`);

describe("statusSentence", () => {
  it.each(REMINDER_STATUSES)("begins with what %s is called", (status) => {
    expect(statusSentence(reminder(status), NOW)).toMatch(
      new RegExp(`^${STATUS_TITLES[status]}\\. [A-Z].*[.!]$`),
    );
    expect(MOODS[status]).toBeTruthy();
  });

  it("says when a waiting one goes out", () => {
    expect(statusSentence(reminder("WAITING"), NOW)).toContain("today at 13:00");
  });
});

describe("stepsOf", () => {
  it("shows all four before the first is entered, as right after the request", () => {
    const { states: _, ...answered } = reminder("WAITING");
    expect(stepsOf(answered).map((step) => step.progress)).toEqual(["todo", "todo", "todo", "todo"]);
  });

  it("marks where a reminder is, and when it came there", () => {
    const [compose, timer, send] = stepsOf(reminder("WAITING", "ComposeReminder", "Timer"));
    expect(compose).toEqual({
      state: "ComposeReminder",
      progress: "done",
      enteredAt: "2027-05-12T10:00:00Z",
    });
    expect(timer).toEqual({ state: "Timer", progress: "current", enteredAt: "2027-05-12T10:00:01Z" });
    expect(send).toEqual({ state: "SendReminder", progress: "todo" });
  });

  it("leaves nothing open when all is completed", () => {
    const names = ["ComposeReminder", "Timer", "SendReminder", "NotifyCompletion"] as const;
    expect(progress("COMPLETED", ...names)).toEqual(names.map((name) => `${name} done`));
  });

  it("shows which step failed, and that the request is kept", () => {
    expect(progress("FAILED", "ComposeReminder", "Timer", "SendReminder", "RecordFailure", "Failed")).toEqual(
      [
        "ComposeReminder done",
        "Timer done",
        "SendReminder failed",
        "NotifyCompletion todo",
        "RecordFailure done",
        "Failed failed",
      ],
    );
  });

  it("shows a failure while it is being recorded", () => {
    expect(progress("SENDING", "ComposeReminder", "Timer", "SendReminder", "RecordFailure")).toEqual([
      "ComposeReminder done",
      "Timer done",
      "SendReminder failed",
      "NotifyCompletion todo",
      "RecordFailure current",
    ]);
  });

  it("shows where a reminder was cancelled", () => {
    expect(progress("CANCELLED", "ComposeReminder", "Timer")).toEqual([
      "ComposeReminder done",
      "Timer stopped",
      "SendReminder todo",
      "NotifyCompletion todo",
    ]);
  });

  it("takes the last time a state was entered", () => {
    const steps = stepsOf(
      reminder("SENDING", "ComposeReminder", "Timer", "ComposeReminder", "Timer", "SendReminder"),
    );
    expect(steps.map((step) => step.progress)).toEqual(["done", "done", "current", "todo"]);
    expect(steps[0]?.enteredAt).toBe("2027-05-12T10:00:02Z");
  });
});
