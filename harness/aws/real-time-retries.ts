import type { SFNClientConfig } from "@aws-sdk/client-sfn";
import { sleep } from "../core/real-time.ts";

type RetryStrategy = Exclude<
  NonNullable<SFNClientConfig["retryStrategy"]>,
  { retry: (...given: never) => unknown }
>;
type RetryToken = Awaited<ReturnType<RetryStrategy["acquireInitialRetryToken"]>>;

const ATTEMPTS = 3;
/** Milliseconds before the first retry; doubled for each further one. */
const PAUSE = 50;

/**
 * Retries as the SDK's standard mode does, but for its pauses: fake timers of a test would stop those, and with them the
 * harness.
 */
export const realTimeRetries: RetryStrategy = {
  acquireInitialRetryToken: async () => tokenOf(0),
  async refreshRetryTokenForRetry(token, { errorType }) {
    const retries = token.getRetryCount() + 1;
    if (errorType === "CLIENT_ERROR" || retries >= ATTEMPTS) throw new RangeError("not to be retried");
    await sleep(PAUSE * 2 ** (retries - 1));
    return tokenOf(retries);
  },
  recordSuccess() {},
};

const tokenOf = (retries: number): RetryToken => ({
  getRetryCount: () => retries,
  // paused already
  getRetryDelay: () => 0,
});
