import { JitterType } from "aws-cdk-lib/aws-stepfunctions";
import { describe, expect, test } from "vitest";
import { delays, pace } from "./pacing.ts";

/** A random number from 0 to 1 that is the same in each run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Policy {
  interval: number;
  backoffRate: number;
  maxDelay: number;
  maxAttempts: number;
  jitter: boolean;
}

interface Outcome {
  /** Seconds until the last mail was sent. */
  seconds: number;
  failed: number;
  /** Calls of SES for each mail. */
  calls: number;
  /** Retries of the mail that needed most. */
  mostRetries: number;
}

/**
 * All reminders are due within one second, each sends two mails in sequence, and SES takes `rate` of them in
 * each second and refuses the rest. A call takes 0.15 to 0.25 s.
 */
function simulate(reminders: number, rate: number, policy: Policy, seed = 1): Outcome {
  const random = randomFrom(seed);
  const taken = new Map<number, number>();
  const outcome: Outcome = { seconds: 0, failed: 0, calls: 0, mostRetries: 0 };
  let queue = Array.from({ length: reminders }, () => ({ at: random(), retries: 0, left: 2 }));
  while (queue.length > 0) {
    queue.sort((a, b) => a.at - b.at);
    // steps shorter than any call: nothing comes again within the step in which it was called
    const until = (queue[0]?.at ?? 0) + 0.1;
    const later = queue.filter(({ at }) => at >= until);
    for (const mail of queue.filter(({ at }) => at < until)) {
      outcome.calls += 1 / (2 * reminders);
      const second = Math.floor(mail.at);
      const count = taken.get(second) ?? 0;
      const done = mail.at + 0.15 + random() * 0.1;
      if (count < rate) {
        taken.set(second, count + 1);
        outcome.seconds = Math.max(outcome.seconds, mail.at);
        outcome.mostRetries = Math.max(outcome.mostRetries, mail.retries);
        if (mail.left > 1) later.push({ at: done, retries: 0, left: mail.left - 1 });
      } else if (mail.retries >= policy.maxAttempts) {
        outcome.failed += 1;
      } else {
        const delay = Math.min(policy.maxDelay, policy.interval * policy.backoffRate ** mail.retries);
        const waited = policy.jitter ? random() * delay : delay;
        later.push({ at: done + waited, retries: mail.retries + 1, left: mail.left });
      }
    }
    queue = later;
  }
  return outcome;
}

const chosen = (rate: number): Policy => ({ ...delays(rate), jitter: true });

test("the retrier has full jitter and the delays that are simulated here", () => {
  const { interval, maxDelay, ...rest } = pace(14);
  expect(rest).toEqual({ backoffRate: 2, maxAttempts: 300, jitterStrategy: JitterType.FULL });
  expect([interval?.toSeconds(), maxDelay?.toSeconds()]).toEqual([2, 18]);
});

describe("reminders that are due in the same second all arrive", () => {
  test.each([
    { reminders: 500, rate: 14, ideal: 71 },
    { reminders: 2_000, rate: 14, ideal: 286 },
    { reminders: 500, rate: 1, ideal: 1_000 },
    { reminders: 500, rate: 50, ideal: 20 },
    { reminders: 2_000, rate: 200, ideal: 20 },
  ])("$reminders at $rate mails a second, soon after the ideal $ideal s", ({ reminders, rate, ideal }) => {
    for (const seed of [1, 2, 3]) {
      const { seconds, failed, mostRetries } = simulate(reminders, rate, chosen(rate), seed);
      expect(failed).toBe(0);
      expect(seconds).toBeLessThan(ideal * 1.5);
      // a wide margin: several times as many could be due
      expect(mostRetries).toBeLessThan(delays(rate).maxAttempts / 4);
    }
  });

  test("with few wasted calls", () => {
    expect(simulate(500, 14, chosen(14)).calls).toBeLessThan(7);
  });

  test("one that is alone does not wait", () => {
    expect(simulate(1, 14, chosen(14))).toMatchObject({ calls: 1, mostRetries: 0 });
  });
});

describe("other policies would not do", () => {
  test("CDK's default loses most of them", () => {
    const policy = {
      interval: 1,
      backoffRate: 2,
      maxAttempts: 3,
      maxDelay: Number.POSITIVE_INFINITY,
      jitter: false,
    };
    expect(simulate(500, 14, policy).failed).toBeGreaterThan(400);
  });

  test("without jitter they keep coming together", () => {
    const { seconds } = simulate(500, 14, { ...chosen(14), jitter: false });
    expect(seconds).toBeGreaterThan(3 * simulate(500, 14, chosen(14)).seconds);
  });
});
