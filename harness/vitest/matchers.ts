import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { type CalledOptions, type CallFilter, Calls } from "../control/calls.ts";
import type { Within } from "../core/scope.ts";
import type { Text } from "../core/text/text.ts";
import type { Execution } from "../executions/execution.ts";
import { LogLines } from "../logs/log-lines.ts";
import type { MailFilter } from "../mail/captured-mail.ts";
import { type ExactlyOptions, Inbox } from "../mail/inbox.ts";
import { awaited } from "./awaited.ts";
import { executionMatchers } from "./execution-matchers.ts";
import { type MatcherContext, type MatcherResult, noNegation, receiver, waited } from "./matcher.ts";

/**
 * For `expect.extend`; the interface `Matchers` below describes each. Each matcher waits, up to `within` milliseconds,
 * until it is true, and shows in its failure what was there instead. With `.not` it waits until it can be certain: for the end of an execution, or for the time given.
 * @hidden
 */
export const matchers = awaited({
  ...executionMatchers,

  async toReceive(
    this: MatcherContext,
    received: unknown,
    filter: MailFilter = {},
    options: Within = {},
  ): Promise<MatcherResult> {
    const inbox = receiver("toReceive", Inbox, received);
    return waited(this, () =>
      this.isNot ? inbox.receiveNone(filter, options) : inbox.receive(filter, options),
    );
  },

  async toReceiveExactly(
    this: MatcherContext,
    received: unknown,
    count: number,
    filter: MailFilter = {},
    options: ExactlyOptions = {},
  ): Promise<MatcherResult> {
    const inbox = receiver("toReceiveExactly", Inbox, received);
    if (this.isNot) throw noNegation("toReceiveExactly", "give the number of mails");
    return waited(this, () => inbox.receiveExactly(count, filter, options));
  },

  async toHaveCalled(
    this: MatcherContext,
    received: unknown,
    filter: CallFilter,
    options: CalledOptions = {},
  ): Promise<MatcherResult> {
    const calls = receiver("toHaveCalled", Calls, received);
    if (this.isNot && options.times !== undefined)
      throw noNegation("toHaveCalled with times", "give the number of calls");
    return waited(this, () =>
      this.isNot ? calls.waitForNone(filter, options) : calls.waitFor(filter, options),
    );
  },

  async toHaveLogged(
    this: MatcherContext,
    received: unknown,
    pattern: Text,
    options: Within = {},
  ): Promise<MatcherResult> {
    const lines = receiver("toHaveLogged", LogLines, received);
    return waited(this, () =>
      this.isNot ? lines.waitForNone(pattern, options) : lines.waitFor(pattern, options),
    );
  },
});

/** A matcher for one type of received value; for any other type, the compiler refuses the call. */
type For<Received, Wanted, Matcher> = unknown extends Received
  ? Matcher
  : Received extends Wanted
    ? Matcher
    : never;

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** A mail that fits arrives. With `.not`: none arrives within the time given (default: 1 s). */
    toReceive: For<T, Inbox, (filter?: MailFilter, options?: Within) => Promise<void>>;
    /** Exactly so many mails that fit arrive. */
    toReceiveExactly: For<
      T,
      Inbox,
      (count: number, filter?: MailFilter, options?: ExactlyOptions) => Promise<void>
    >;
    /** It enters these states, in this order; others may be between them. Passes as soon as it enters the last one. */
    toHaveVisited: For<T, Execution, (...states: string[]) => Promise<void>>;
    /** When it has ended, it has entered exactly these states, in this order. */
    toHaveVisitedExactly: For<T, Execution, (...states: string[]) => Promise<void>>;
    /** When it has left the state, or ended, it has retried the state that often. */
    toHaveRetried: For<T, Execution, (state: string, times: number, options?: Within) => Promise<void>>;
    /** A Catch takes an error of the state, by this name where one is given. */
    toCatch: For<T, Execution, (state: string, error?: Text, options?: Within) => Promise<void>>;
    /** It ends as SUCCEEDED, with this output (or asymmetric matcher) where one is given. */
    toSucceed: For<T, Execution, (output?: unknown, options?: Within) => Promise<void>>;
    /** It ends as FAILED, with this error name, and this cause where one is given. */
    toFailWith: For<T, Execution, (error: Text, cause?: Text, options?: Within) => Promise<void>>;
    /** It ends with this status, such as ABORTED or TIMED_OUT. */
    toEndAs: For<T, Execution, (status: ExecutionStatus, options?: Within) => Promise<void>>;
    /** An AWS call that fits is made. With `.not`: none within the time given (default: 1 s). */
    toHaveCalled: For<T, Calls, (filter: CallFilter, options?: CalledOptions) => Promise<void>>;
    /** A line with the text or pattern is logged. With `.not`: none within the time given (default: 1 s). */
    toHaveLogged: For<T, LogLines, (pattern: Text, options?: Within) => Promise<void>>;
  }
}
