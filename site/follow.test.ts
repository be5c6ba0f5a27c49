import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Reminder, ReminderStatus } from "../functions/reminder.ts";
import { ApiFailure } from "./api-failure.ts";
import { type FollowOptions, follow } from "./follow.ts";

const reminder = (status: ReminderStatus): Reminder => ({
  id: "9a2f",
  status,
  remindAt: new Date(60_000).toISOString(),
});

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Follows with these answers in order; the last one repeats. */
function following(answers: (Reminder | ApiFailure)[], known?: Reminder) {
  const seen: string[] = [];
  const look = vi.fn<FollowOptions["look"]>(async () => {
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer instanceof ApiFailure) throw answer;
    return answer as Reminder;
  });
  const watch = follow({
    look,
    known,
    onReminder: ({ status }) => seen.push(status),
    onFailure: ({ kind }, final) => seen.push(`${kind}${final ? " for good" : ""}`),
  });
  return { ...watch, look, seen };
}

describe("follow", () => {
  it("looks until nothing can change any more", async () => {
    const { seen, look } = following([reminder("WAITING"), reminder("SENDING"), reminder("COMPLETED")]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(seen).toEqual(["WAITING", "SENDING", "COMPLETED"]);
    expect(look).toHaveBeenCalledTimes(3);
  });

  it("shows what is known before it looks", () => {
    const { seen, look } = following([reminder("WAITING")], reminder("WAITING"));
    expect(seen).toEqual(["WAITING"]);
    expect(look).not.toHaveBeenCalled();
  });

  it("keeps looking through failures, ever more seldom, and recovers", async () => {
    const broken = new ApiFailure("broken", { status: 503 });
    const { seen, look } = following([broken, broken, broken, reminder("CANCELLED")]);
    await vi.advanceTimersByTimeAsync(500);
    expect(seen).toEqual(["broken"]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(seen).toEqual(["broken", "broken", "broken", "CANCELLED"]);
    expect(look).toHaveBeenCalledTimes(4);
  });

  it("takes 'not found' as final only for one it never saw", async () => {
    const unknown = new ApiFailure("refused", { status: 404 });
    const stranger = following([unknown]);
    const justMade = following([unknown, unknown, reminder("COMPLETED")], reminder("WAITING"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(stranger.seen).toEqual(["refused for good"]);
    expect(justMade.seen).toEqual(["WAITING", "refused", "refused", "COMPLETED"]);
  });

  it("looks at once on request, and not at what has ended", async () => {
    const { lookNow, look } = following([reminder("COMPLETED")], reminder("WAITING"));
    lookNow();
    await vi.advanceTimersByTimeAsync(0);
    expect(look).toHaveBeenCalledTimes(1);
    lookNow();
    expect(look).toHaveBeenCalledTimes(1);
  });

  it("drops an answer that another has overtaken", async () => {
    let answer: (late: Reminder) => void = () => undefined;
    const seen: string[] = [];
    const { learn } = follow({
      look: () => new Promise((resolve) => (answer = resolve)),
      onReminder: ({ status }) => seen.push(status),
      onFailure: ({ kind }) => seen.push(kind),
    });
    learn(reminder("CANCELLED"));
    answer(reminder("WAITING"));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(seen).toEqual(["CANCELLED"]);
  });

  it("stops, and aborts the running call", async () => {
    const { stop, look, seen } = following([reminder("WAITING")]);
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(look.mock.calls[0]?.[0].aborted).toBe(true);
    expect(look).toHaveBeenCalledTimes(1);
    expect(seen).toEqual([]);
  });
});
