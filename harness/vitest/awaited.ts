import { HarnessError } from "../core/errors.ts";
import { activityOf } from "../core/test-activity.ts";
import type { MatcherContext, MatcherResult } from "./matcher.ts";

// biome-ignore lint/suspicious/noExplicitAny: matchers of any arguments
type Matcher = (this: MatcherContext, received: unknown, ...args: any[]) => Promise<MatcherResult>;

/**
 * The matchers, each of which fails its test when its promise is not awaited: the test would otherwise pass with any
 * result.
 */
export function awaited<Matchers extends Record<string, Matcher>>(matchers: Matchers): Matchers {
  const wrapped = Object.entries(matchers).map(([name, matcher]) => [name, watched(name, matcher)]);
  return Object.fromEntries(wrapped) as Matchers;
}

function watched(name: string, matcher: Matcher): Matcher {
  const assertion = {
    // vitest calls this with `expect(…)` above it: the line of the test
    [name](this: MatcherContext, received: unknown, ...args: unknown[]): Promise<MatcherResult> {
      const result = matcher.call(this, received, ...args);
      const { isNot, soft } = this;
      const call = `expect(…).${isNot ? "not." : ""}${name}(…)`;
      const error = new HarnessError(
        "NOT_AWAITED",
        `${call} was not awaited, so this test may end before it is decided: write \`await ${call}\``,
      );
      Error.captureStackTrace(error, assertion[name]);
      const watch = new Watch(failTest(this, received, error));
      // vitest adds a step for the outcome, and another one for expect.soft: the test awaits what they return
      return watch.after(result, soft ? 2 : 1);
    },
  };
  return assertion[name] as Matcher;
}

/**
 * Fails the test with an error at its end, unless the function that it returns is called before. Tests that run at the
 * same time are distinguished by the fixtures that they use; without fixtures, the test is the one that vitest names.
 */
function failTest({ task }: MatcherContext, received: unknown, error: Error): () => void {
  const activity = activityOf(received);
  if (activity?.isChecked) {
    activity.notAwaited.add(error);
    return () => activity.notAwaited.delete(error);
  }
  let isAwaited = false;
  task?.context.onTestFinished(() => {
    if (!isAwaited) throw error;
  });
  return () => {
    isAwaited = true;
  };
}

class Watch {
  readonly #onAwait: () => void;

  constructor(onAwait: () => void) {
    this.#onAwait = onAwait;
  }

  /** A promise that notes when it is awaited, after so many further steps. */
  after<T>(promise: Promise<T>, steps: number): Promise<T> {
    // a test that does not await it fails anyway: a rejection adds nothing
    promise.catch(() => {});
    return new WatchedPromise(promise, (next) => {
      if (steps > 0) return this.after(next, steps - 1);
      this.#onAwait();
      return next;
    });
  }
}

/** A promise whose next step goes through `step`. */
class WatchedPromise<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "Promise";
  readonly #promise: Promise<T>;
  readonly #step: <Result>(next: Promise<Result>) => Promise<Result>;

  constructor(promise: Promise<T>, step: <Result>(next: Promise<Result>) => Promise<Result>) {
    this.#promise = promise;
    this.#step = step;
  }

  // biome-ignore lint/suspicious/noThenProperty: it is a promise
  then<A = T, B = never>(...handlers: Parameters<Promise<T>["then"]>): Promise<A | B> {
    return this.#step(this.#promise.then(...handlers) as Promise<A | B>);
  }

  catch<B = never>(handler?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.#step(this.#promise.catch(handler));
  }

  finally(handler?: (() => void) | null): Promise<T> {
    return this.#step(this.#promise.finally(handler));
  }
}
