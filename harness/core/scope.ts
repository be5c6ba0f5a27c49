import { type Look, poll } from "./poll.ts";
import { now } from "./real-time.ts";
import type { TestActivity } from "./test-activity.ts";

/** What the parts of the harness share: one LocalStack, and the record of what one test used of it. */
export interface Scope {
  /** `http://localhost:4566`, without a trailing slash. */
  endpoint: string;
  /** Where mails are shown, below `/_aws/ses`: the same, or a `MailRelay` for AWS. */
  mails?: string | undefined;
  /** Milliseconds that a wait may take, unless the call gives another limit. */
  within: number;
  /** Ends all waiting: the test's time-out, or a cancelled run. */
  signal?: AbortSignal | undefined;
  activity: TestActivity;
}

/** A time limit. */
export interface Within {
  /** Milliseconds to wait at most. */
  within?: number | undefined;
}

/** {@link poll} in a scope. The failure report shows what is waited for. */
export async function awaitIn<T>(
  scope: Scope,
  awaiting: string,
  { within = scope.within }: Within,
  look: (signal: AbortSignal) => Promise<Look<T>>,
): Promise<T> {
  scope.activity.awaiting.add(awaiting);
  const result = await poll({ awaiting, within, signal: scope.signal }, look);
  // a wait that failed stays in the set, for the report
  scope.activity.awaiting.delete(awaiting);
  return result;
}

/**
 * Looks for `quiet` milliseconds, and throws the error that a look gives. LocalStack may answer slowly, so that the last
 * look may take as long as a wait in this scope.
 */
export async function stayQuiet(
  scope: Scope,
  awaiting: string,
  quiet: number,
  look: (signal: AbortSignal) => Promise<Error | undefined>,
): Promise<void> {
  const until = now() + quiet;
  await awaitIn(scope, awaiting, { within: quiet + scope.within }, async (signal) => {
    const error = await look(signal);
    if (error) throw error;
    return now() >= until ? { done: true } : { seen: "nothing so far" };
  });
}
