import { JitterType, type RetryProps } from "aws-cdk-lib/aws-stepfunctions";
import { Duration } from "aws-cdk-lib/core";

/** What SES lets many accounts send a second, where nothing else is said; the sandbox's rate is 1. */
export const DEFAULT_SES_RATE = 14;

/** So many reminders may be due at once and still arrive soon after the time that SES needs for them. */
const BURST = 500;
/** Seconds. The longest delay has to be above the first one (Amazon States Language, "Retrier"). */
const FIRST_DELAY = 2;

/** The delays of {@link pace} as Step Functions counts them, in seconds. */
export function delays(sesRate: number) {
  return {
    interval: FIRST_DELAY,
    backoffRate: 2,
    // half the time that SES takes for a burst: shorter ones waste calls, longer ones leave SES idle at the end
    maxDelay: Math.max(FIRST_DELAY + 1, Math.ceil(BURST / 2 / sesRate)),
    // 45 minutes at 14 mails a second, ten hours at one
    maxAttempts: 300,
  };
}

/**
 * How mails that SES refuses because they are too many a second come again: spread at random over a time that grows to
 * `maxDelay`, for so long that none of them fails. docs/decisions/pacing.md weighs it; pacing.test.ts simulates it.
 * @param sesRate mails per second that SES accepts
 */
export function pace(sesRate: number): Omit<RetryProps, "errors"> {
  const { interval, backoffRate, maxDelay, maxAttempts } = delays(sesRate);
  return {
    interval: Duration.seconds(interval),
    backoffRate,
    maxDelay: Duration.seconds(maxDelay),
    maxAttempts,
    jitterStrategy: JitterType.FULL,
  };
}
