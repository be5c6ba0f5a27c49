import type { TestProject } from "vitest/node";
import { getJson, LocalStackGoneError, refused } from "../core/localstack-http.ts";
import { duration } from "../core/poll.ts";
import { sleep } from "../core/real-time.ts";

/** A LocalStack whose end is reported: what `startLocalStack` returns. */
export interface Supervised {
  endpoint: string;
  /** Settles when it ends without having been stopped. */
  ended?: Promise<unknown> | undefined;
}

/** Options of {@link superviseRun}. */
export interface SuperviseOptions {
  /** Milliseconds without any response after which LocalStack counts as stopped. Default: 12,000. */
  silence?: number | undefined;
}

/** Milliseconds in which the starter of a LocalStack that is gone reports the reason. */
const REASON_WITHIN = 500;
/** Milliseconds between two checks that LocalStack still accepts connections, and between two that it responds. */
const CONNECT_EVERY = 250;
const RESPONSE_EVERY = 1_000;

/**
 * For a globalSetup: when LocalStack ends in the middle of a run, or is stopped and responds no more, the whole run ends
 * at once, with one error, instead of with a time-out for each test. Running tests are aborted, all others skipped.
 * Dispose of it before LocalStack is stopped on purpose.
 */
export function superviseRun(
  project: TestProject,
  { endpoint, ended = new Promise(() => {}) }: Supervised,
  { silence = 12_000 }: SuperviseOptions = {},
): Disposable {
  const { vitest } = project;
  const over = new AbortController();
  const end = (cause: unknown) => {
    if (over.signal.aborted) return;
    over.abort();
    // an error of the run itself: shown once, in the summary, and the exit code is 1
    const error = new LocalStackGoneError(endpoint, cause);
    // a stack would show where the harness noticed it, which helps no reader
    error.stack = `${error.name}: ${error.message}`;
    vitest.state.catchError(error, "LocalStack ended during the run");
    vitest
      .cancelCurrentRun("test-failure")
      .catch((error) => vitest.state.catchError(error, "Unhandled Error"));
  };
  const reason = ended.catch((error: unknown) => error);
  void reason.then(end);
  void whenRefused(endpoint, over.signal).then(async (refusal) => {
    // a moment later the starter knows more than that LocalStack does not answer
    if (refusal) end(await Promise.race([reason, sleep(REASON_WITHIN).then(() => refusal)]));
  });
  void whenSilent(endpoint, silence, over.signal).then((error) => error && end(error));
  return { [Symbol.dispose]: () => over.abort() };
}

/** Why connections are refused, as soon as they are; `undefined` at the signal. */
async function whenRefused(endpoint: string, signal: AbortSignal): Promise<Error | undefined> {
  while (await pause(CONNECT_EVERY, signal)) {
    const refusal = await refused(endpoint);
    if (refusal) return refusal;
  }
  return undefined;
}

/** An error when a request gets no response for so long; `undefined` at the signal. */
async function whenSilent(
  endpoint: string,
  silence: number,
  signal: AbortSignal,
): Promise<Error | undefined> {
  while (await pause(RESPONSE_EVERY, signal)) {
    const deadline = AbortSignal.timeout(silence);
    try {
      await getJson(endpoint, "/_localstack/health", AbortSignal.any([signal, deadline]));
    } catch {
      // a broken connection or an error status is a response, or is noticed by the other check
      if (deadline.aborted && !signal.aborted)
        return new Error(`no response within ${duration(silence)}: it is stopped or stuck`);
    }
  }
  return undefined;
}

/** Waits, without keeping the process running; `false` at the signal. */
const pause = (milliseconds: number, signal: AbortSignal): Promise<boolean> =>
  sleep(milliseconds, signal, { ref: false }).then(
    () => true,
    () => false,
  );
