// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reminder, ReminderStatus } from "../../functions/reminder.ts";
import { byId, openPage, textOf } from "../page.fixture.ts";
import { type ProgressView, progressView } from "./progress-view.ts";

const NOW = Date.parse("2027-05-12T10:00:00Z");
const ENTERED = "2027-05-12T09:59:59Z";
const reminder = (status: ReminderStatus, ...states: string[]): Reminder => ({
  id: "id-1",
  status,
  remindAt: new Date(NOW + 90_000).toISOString(),
  states: states.map((name) => ({ name, enteredAt: ENTERED })) as NonNullable<Reminder["states"]>,
});

const actions = { onCancel: vi.fn(), onAgain: vi.fn(), onAnother: vi.fn() };
let view: ProgressView;
beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.clearAllMocks();
  openPage("#id-1");
  view = progressView(actions);
  view.open("id-1");
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a reminder of which only the id is known", () => {
  it("is looked for, and cannot be cancelled yet", () => {
    expect(byId("progress").hidden).toBe(false);
    expect(textOf("reference")).toBe("id-1");
    expect(textOf("status")).toBe("Looking for your reminder…");
    expect(byId("cancel").hidden).toBe(true);
    expect(textOf("countdown")).toBe("");
  });
});

describe("a reminder that waits", () => {
  it("counts down to its time, and says then that it is about to go out", () => {
    view.show(reminder("WAITING", "ComposeReminder", "Timer"));
    expect(textOf("countdown")).toBe("1 minute 30 seconds");
    vi.advanceTimersByTime(31_000);
    expect(textOf("countdown")).toBe("59 seconds");
    vi.advanceTimersByTime(60_000);
    expect(textOf("countdown")).toBe("Any moment now");
  });

  it("shows its steps, which one is the current, and when each began", () => {
    view.show(reminder("WAITING", "ComposeReminder", "Timer"));
    const steps = [...byId("states").children] as HTMLElement[];
    expect(steps.map(({ dataset }) => `${dataset.state} ${dataset.progress}`)).toEqual([
      "ComposeReminder done",
      "Timer current",
      "SendReminder todo",
      "NotifyCompletion todo",
    ]);
    expect(steps[1]?.getAttribute("aria-current")).toBe("step");
    expect(steps[0]?.querySelector("time")?.dateTime).toBe(ENTERED);
    expect(steps[2]?.querySelector("time")).toBeNull();
  });

  it("can be cancelled once at a time", () => {
    view.show(reminder("WAITING"));
    expect(byId("cancel").hidden).toBe(false);
    byId("cancel").click();
    view.showCancelling(true);
    byId("cancel").click();
    expect(actions.onCancel).toHaveBeenCalledTimes(1);
  });
});

it.each([
  ["SENDING", "awake", true],
  ["COMPLETED", "glad", false],
  ["FAILED", "sad", false],
  ["CANCELLED", "asleep", false],
] as const)("a reminder that is %s: the cat is %s", (status, mood, canBeCancelled) => {
  view.show(reminder(status));
  expect(byId("status").dataset.status).toBe(status);
  expect(document.body.dataset.mood).toBe(mood);
  expect(byId("cancel").hidden).toBe(!canBeCancelled);
  expect(textOf("countdown")).toBe("");
});

describe("trouble", () => {
  it("with looking stays until a look succeeds, and can be tried again", () => {
    view.showTrouble("The service cannot be reached.", "look");
    expect(textOf("trouble")).toBe("The service cannot be reached.");
    byId("again").click();
    expect(actions.onAgain).toHaveBeenCalledTimes(1);
    view.show(reminder("WAITING"));
    expect(textOf("trouble")).toBe("");
    expect(byId("again").hidden).toBe(true);
  });

  it("with cancelling stays until the status changes", () => {
    view.show(reminder("WAITING"));
    view.showTrouble("It may not be cancelled.", "cancel");
    view.show(reminder("WAITING"));
    expect(textOf("trouble")).toBe("It may not be cancelled.");
    expect(byId("again").hidden).toBe(true);
    view.show(reminder("SENDING"));
    expect(textOf("trouble")).toBe("");
  });
});

it("a button that goes away leaves the focus on the title", () => {
  view.show(reminder("WAITING"));
  byId("cancel").focus();
  view.show(reminder("COMPLETED"));
  expect(document.activeElement).toBe(byId("title"));
});

it("leads to another reminder, and leaves nothing of this one", () => {
  view.show(reminder("COMPLETED"));
  byId("another").click();
  expect(actions.onAnother).toHaveBeenCalledTimes(1);
  view.close();
  expect(byId("progress").hidden).toBe(true);
  expect(byId("status").dataset.status).toBeUndefined();
  expect(document.body.dataset.mood).toBe("asleep");
  expect(textOf("status")).toBe("");
});
