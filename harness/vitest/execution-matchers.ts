import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import { assertOptions, WITHIN } from "../core/options.ts";
import type { Within } from "../core/scope.ts";
import { isText, show, type Text } from "../core/text/text.ts";
import { Execution } from "../executions/execution.ts";
import type { ExecutionRecord } from "../executions/record.ts";
import { checkedAtEnd, type MatcherContext, type MatcherResult, receiver, waited } from "./matcher.ts";

const fits = (text: string, wanted: Text | undefined): boolean =>
  wanted === undefined || isText(text, wanted);

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

/** Matchers for `expect(executions.get(id))`. Their types are in matchers.ts, with what they mean. */
export const executionMatchers = {
  async toHaveVisited(this: MatcherContext, received: unknown, ...states: string[]): Promise<MatcherResult> {
    const execution = receiver("toHaveVisited", Execution, received);
    const what = `execution ${execution.id} to have visited ${states.join(" → ")}`;
    const visited = (record: ExecutionRecord) => inOrder(states, record);
    if (this.isNot) return checkedAtEnd(this, execution, what, visited, { states });
    return waited(this, () => execution.waitUntil(what, visited, { states }));
  },

  async toHaveVisitedExactly(
    this: MatcherContext,
    received: unknown,
    ...states: string[]
  ): Promise<MatcherResult> {
    const execution = receiver("toHaveVisitedExactly", Execution, received);
    const what = `execution ${execution.id} to have visited exactly ${states.join(" → ")}`;
    const exactly = (record: ExecutionRecord) =>
      this.equals(
        record.states.map(({ name }) => name),
        states,
      );
    return checkedAtEnd(this, execution, what, exactly, { states });
  },

  async toHaveRetried(
    this: MatcherContext,
    received: unknown,
    state: string,
    count: number,
    options: Within = {},
  ): Promise<MatcherResult> {
    assertOptions(options, WITHIN);
    const execution = receiver("toHaveRetried", Execution, received);
    const what = `execution ${execution.id} to have retried ${state} ${times(count)}`;
    const decided = ({ states }: ExecutionRecord) => {
      const visits = states.filter(({ name }) => name === state);
      return visits.length > 0 && visits.every(({ exitedAt }) => exitedAt);
    };
    const holds = ({ retries }: ExecutionRecord) => (retries[state] ?? 0) === count;
    return checkedAtEnd(this, execution, what, holds, { ...options, decided, states: [state] });
  },

  async toCatch(
    this: MatcherContext,
    received: unknown,
    state: string,
    error?: Text,
    options: Within = {},
  ): Promise<MatcherResult> {
    assertOptions(options, WITHIN);
    const execution = receiver("toCatch", Execution, received);
    const what = `execution ${execution.id} to have caught ${error ?? "an error"} of ${state}`;
    const holds = ({ caught }: ExecutionRecord) =>
      caught.some((failure) => failure.state === state && fits(failure.error, error));
    return checkedAtEnd(this, execution, what, holds, {
      ...options,
      states: [state],
      decided: this.isNot ? undefined : holds,
    });
  },

  async toSucceed(
    this: MatcherContext,
    received: unknown,
    output?: unknown,
    options: Within = {},
  ): Promise<MatcherResult> {
    assertOptions(options, WITHIN);
    const execution = receiver("toSucceed", Execution, received);
    const wanted = output === undefined ? "" : ` with ${show(output)}`;
    const what = `execution ${execution.id} to have succeeded${wanted}`;
    const holds = (record: ExecutionRecord) =>
      record.status === "SUCCEEDED" && (output === undefined || this.equals(record.output, output));
    const shown = (record: ExecutionRecord) =>
      output === undefined ? "" : `output ${show(record.output)}, `;
    return checkedAtEnd(this, execution, what, holds, { ...options, shown });
  },

  async toFailWith(
    this: MatcherContext,
    received: unknown,
    error: Text,
    cause?: Text,
    options: Within = {},
  ): Promise<MatcherResult> {
    assertOptions(options, WITHIN);
    const execution = receiver("toFailWith", Execution, received);
    const what = `execution ${execution.id} to have failed with ${error}${cause === undefined ? "" : `: ${cause}`}`;
    const holds = ({ status, failure }: ExecutionRecord) =>
      status === "FAILED" &&
      failure !== undefined &&
      fits(failure.error, error) &&
      fits(failure.cause, cause);
    return checkedAtEnd(this, execution, what, holds, options);
  },

  async toEndAs(
    this: MatcherContext,
    received: unknown,
    status: ExecutionStatus,
    options: Within = {},
  ): Promise<MatcherResult> {
    assertOptions(options, WITHIN);
    const execution = receiver("toEndAs", Execution, received);
    const what = `execution ${execution.id} to have ended as ${status}`;
    return checkedAtEnd(this, execution, what, (record) => record.status === status, options);
  },
};

/** Whether the states were entered in this order; others may be between them. */
export function inOrder(names: readonly string[], { states }: Pick<ExecutionRecord, "states">): boolean {
  let found = 0;
  for (const { name } of states) if (name === names[found]) found += 1;
  return found === names.length;
}
