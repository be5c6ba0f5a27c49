import { type Look, poll } from "./poll.ts";
import type { Used } from "./test-activity.ts";

/** What every part of the harness works in: one LocalStack, and what one test used of it. */
export interface Scope {
  /** `http://localhost:4566`, without a trailing slash. */
  endpoint: string;
  /** Where mails are shown, below `/_aws/ses`: the same, or a `MailRelay` for AWS. */
  mails?: string | undefined;
  /** Milliseconds that anything may take to happen where a call says nothing else. */
  within: number;
  /** Ends all waiting: the test's time-out, or a cancelled run. */
  signal?: AbortSignal | undefined;
  used: Used;
}

export interface Within {
  /** Milliseconds to wait at most. */
  within?: number | undefined;
}

/** {@link poll} in a scope: what is awaited stands in the failure report while it is awaited. */
export async function awaitIn<T>(
  scope: Scope,
  awaiting: string,
  { within = scope.within }: Within,
  look: (signal: AbortSignal) => Promise<Look<T>>,
): Promise<T> {
  scope.used.awaiting.add(awaiting);
  const result = await poll({ awaiting, within, signal: scope.signal }, look);
  // stays there when the wait failed: the report shows it
  scope.used.awaiting.delete(awaiting);
  return result;
}
