import type { TestProject } from "vitest/node";
import { LocalStackGoneError, refused } from "../reach.ts";

/** A LocalStack whose end somebody notices: what `startLocalStack` answers. */
export interface Supervised {
  endpoint: string;
  /** Settles when it ends without having been asked to. */
  ended?: Promise<unknown>;
}

/** Milliseconds between two looks at whether LocalStack still takes connections. */
const LOOK_EVERY = 250;

/**
 * For a globalSetup: when LocalStack ends in the middle of a run, the whole run ends at once, with one error, instead of
 * with a time-out for each test. Running tests are aborted, all others skipped. Dispose of it before LocalStack is
 * stopped on purpose.
 */
export function superviseRun(project: TestProject, { endpoint, ended }: Supervised): Disposable {
  const { vitest } = project;
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
    if (refusal) end(refusal);
  };
  const timer = setInterval(() => void look(), LOOK_EVERY);
  timer.unref();
  ended?.then(end, end);
  return { [Symbol.dispose]: stop };
}
