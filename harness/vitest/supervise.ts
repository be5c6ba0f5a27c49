import { setTimeout as sleep } from "node:timers/promises";
import type { TestProject } from "vitest/node";
import { LocalStackGoneError, refused } from "../core/localstack-http.ts";

/** A LocalStack whose end somebody notices: what `startLocalStack` answers. */
export interface Supervised {
  endpoint: string;
  /** Settles when it ends without having been asked to. */
  ended?: Promise<unknown>;
}

/** Milliseconds in which the starter of a LocalStack that is gone says why. */
const TELL_WITHIN = 500;
/** Milliseconds between two looks at whether LocalStack still takes connections. */
const LOOK_EVERY = 250;

/**
 * For a globalSetup: when LocalStack ends in the middle of a run, the whole run ends at once, with one error, instead of
 * with a time-out for each test. Running tests are aborted, all others skipped. Dispose of it before LocalStack is
 * stopped on purpose.
 */
export function superviseRun(
  project: TestProject,
  { endpoint, ended = new Promise(() => {}) }: Supervised,
): Disposable {
  const { vitest } = project;
  const last = ended.catch((error: unknown) => error);
  let over = false;
  const stop = () => {
    over = true;
    clearInterval(timer);
  };
  const end = (cause: unknown) => {
    if (over) return;
    stop();
    // an error of the run itself: shown once, in the summary, and the exit code is 1
    const error = new LocalStackGoneError(endpoint, cause);
    // where in the harness it was noticed helps nobody
    error.stack = `${error.name}: ${error.message}`;
    vitest.state.catchError(error, "LocalStack ended during the run");
    vitest
      .cancelCurrentRun("test-failure")
      .catch((error) => vitest.state.catchError(error, "Unhandled Error"));
  };
  const look = async () => {
    const refusal = await refused(endpoint);
    if (!refusal) return;
    // whoever started it knows more than that it does not answer, a moment later
    end(await Promise.race([last, sleep(TELL_WITHIN, refusal)]));
  };
  const timer = setInterval(() => void look(), LOOK_EVERY);
  timer.unref();
  void last.then(end);
  return { [Symbol.dispose]: stop };
}
