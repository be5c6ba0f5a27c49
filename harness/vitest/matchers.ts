import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { type CalledOptions, type CallFilter, Calls } from "../control/calls.ts";
import { type AbsentOptions, Channel, type ExactlyOptions } from "../core/observer.ts";
import type { Within } from "../core/scope.ts";
import type { Text } from "../core/text/text.ts";
import type { Execution } from "../executions/execution.ts";
import { LogLines } from "../logs/log-lines.ts";
import type { Inbox } from "../mail/inbox.ts";
import { Bucket, type BucketFilter } from "../observers/bucket.ts";
import type { Bus } from "../observers/bus.ts";
import type { Queue } from "../observers/queue.ts";
import { Table, type TableFilter } from "../observers/table.ts";
import type { Topic } from "../observers/topic.ts";
import { awaited } from "./awaited.ts";
import { executionMatchers } from "./execution-matchers.ts";
import { type MatcherContext, type MatcherResult, noNegation, receiver, waited } from "./matcher.ts";

const CHANNELS = "Inbox, Queue, Topic or Bus";

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
    filter: object = {},
    options: Within = {},
  ): Promise<MatcherResult> {
    const channel = receiver("toReceive", Channel<unknown, object>, received, CHANNELS);
    return waited(this, () =>
      this.isNot ? channel.receiveNone(filter, options) : channel.receive(filter, options),
    );
  },

  async toReceiveExactly(
    this: MatcherContext,
    received: unknown,
    count: number,
    filter: object = {},
    options: ExactlyOptions = {},
  ): Promise<MatcherResult> {
    const channel = receiver("toReceiveExactly", Channel<unknown, object>, received, CHANNELS);
    if (this.isNot) throw noNegation("toReceiveExactly", "give the number");
    return waited(this, () => channel.receiveExactly(count, filter, options));
  },

  async toHaveObject(
    this: MatcherContext,
    received: unknown,
    filter: BucketFilter,
    options: AbsentOptions = {},
  ): Promise<MatcherResult> {
    const bucket = receiver("toHaveObject", Bucket, received);
    return waited(this, () =>
      this.isNot ? bucket.waitForNoObject(filter, options) : bucket.waitFor(filter, options),
    );
  },

  async toHaveItem(
    this: MatcherContext,
    received: unknown,
    filter: TableFilter,
    options: AbsentOptions = {},
  ): Promise<MatcherResult> {
    const table = receiver("toHaveItem", Table, received);
    return waited(this, () =>
      this.isNot ? table.waitForNoItem(filter, options) : table.waitFor(filter, options),
    );
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

type AnyChannel = Inbox | Queue | Topic | Bus;

/** The filter that an inbox, a queue, a topic or a bus takes. */
type FilterOf<Received> = Received extends Channel<infer _Item, infer Filter> ? Filter : object;

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * A mail, message or event that fits arrives: in an inbox, a queue, a topic or a bus. With `.not`: none arrives within
     * the time given (default: 1 s).
     */
    toReceive: For<T, AnyChannel, (filter?: FilterOf<T>, options?: Within) => Promise<void>>;
    /** Exactly so many mails, messages or events that fit arrive. */
    toReceiveExactly: For<
      T,
      AnyChannel,
      (count: number, filter?: FilterOf<T>, options?: ExactlyOptions) => Promise<void>
    >;
    /** The bucket has an object that fits. With `.not`: it has none, or none any more, and none comes. */
    toHaveObject: For<T, Bucket, (filter: BucketFilter, options?: AbsentOptions) => Promise<void>>;
    /** The table has an item with these attributes. With `.not`: it has none, or none any more, and none comes. */
    toHaveItem: For<T, Table, (filter: TableFilter, options?: AbsentOptions) => Promise<void>>;
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
