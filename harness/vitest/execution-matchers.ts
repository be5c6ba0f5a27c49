import type { ExecutionStatus } from "@aws-sdk/client-sfn";
import type { Within } from "../core/scope.ts";
import { Execution } from "../executions/executions.ts";
import type { ExecutionRecord } from "../executions/record.ts";
import { judged, judgedAtEnd, type MatcherContext, receiver, type Verdict } from "./eventually.ts";

/** An error's name or cause: the whole text, or a pattern in it. */
export type Text = string | RegExp;

const reads = (text: string, wanted: Text | undefined): boolean =>
  wanted === undefined || (typeof wanted === "string" ? text === wanted : text.search(wanted) >= 0);

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

/** Matchers for `expect(executions.get(id))`. Their types and meaning stand in matchers.ts. */
export const executionMatchers = {
  async toHaveVisited(this: MatcherContext, received: unknown, ...states: string[]): Promise<Verdict> {
    const execution = receiver("toHaveVisited", Execution, received);
    const what = `execution ${execution.id} to have visited ${states.join(" → ")}`;
    const visited = (record: ExecutionRecord) => inOrder(states, record);
    if (this.isNot) return judgedAtEnd(this, execution, what, visited);
    return judged(this, () => execution.waitUntil(what, visited));
  },

  async toHaveVisitedExactly(this: MatcherContext, received: unknown, ...states: string[]): Promise<Verdict> {
    const execution = receiver("toHaveVisitedExactly", Execution, received);
    const what = `execution ${execution.id} to have visited exactly ${states.join(" → ")}`;
    return judgedAtEnd(this, execution, what, (record) =>
      this.equals(
        record.states.map(({ name }) => name),
        states,
      ),
    );
  },

  async toHaveRetried(
    this: MatcherContext,
    received: unknown,
    state: string,
    count: number,
    options: Within = {},
  ): Promise<Verdict> {
    const execution = receiver("toHaveRetried", Execution, received);
    const what = `execution ${execution.id} to have retried ${state} ${times(count)}`;
    const decided = ({ states }: ExecutionRecord) => {
      const visits = states.filter(({ name }) => name === state);
      return visits.length > 0 && visits.every(({ exitedAt }) => exitedAt);
    };
    const holds = ({ retries }: ExecutionRecord) => (retries[state] ?? 0) === count;
    return judgedAtEnd(this, execution, what, holds, { ...options, decided });
  },

  async toCatch(
    this: MatcherContext,
    received: unknown,
    state: string,
    error?: Text,
    options: Within = {},
  ): Promise<Verdict> {
    const execution = receiver("toCatch", Execution, received);
    const what = `execution ${execution.id} to have caught ${error ?? "an error"} of ${state}`;
    const holds = ({ caught }: ExecutionRecord) =>
      caught.some((failure) => failure.state === state && reads(failure.error, error));
    return judgedAtEnd(this, execution, what, holds, {
      ...options,
      ...(this.isNot ? {} : { decided: holds }),
    });
  },

  async toSucceed(
    this: MatcherContext,
    received: unknown,
    output?: unknown,
    options: Within = {},
  ): Promise<Verdict> {
    const execution = receiver("toSucceed", Execution, received);
    const wanted = output === undefined ? "" : ` with ${JSON.stringify(output)}`;
    const what = `execution ${execution.id} to have succeeded${wanted}`;
    const holds = (record: ExecutionRecord) =>
      record.status === "SUCCEEDED" && (output === undefined || this.equals(record.output, output));
    const shown = (record: ExecutionRecord) =>
      output === undefined ? "" : `output ${JSON.stringify(record.output)}, `;
    return judgedAtEnd(this, execution, what, holds, { ...options, shown });
  },

  async toFailWith(
    this: MatcherContext,
    received: unknown,
    error: Text,
    cause?: Text,
    options: Within = {},
  ): Promise<Verdict> {
    const execution = receiver("toFailWith", Execution, received);
    const what = `execution ${execution.id} to have failed with ${error}${cause === undefined ? "" : `: ${cause}`}`;
    const holds = ({ status, failure }: ExecutionRecord) =>
      status === "FAILED" &&
      failure !== undefined &&
      reads(failure.error, error) &&
      reads(failure.cause, cause);
    return judgedAtEnd(this, execution, what, holds, options);
  },

  async toEndAs(
    this: MatcherContext,
    received: unknown,
    status: ExecutionStatus,
    options: Within = {},
  ): Promise<Verdict> {
    const execution = receiver("toEndAs", Execution, received);
    const what = `execution ${execution.id} to have ended as ${status}`;
    return judgedAtEnd(this, execution, what, (record) => record.status === status, options);
  },
};

/** Whether the states were entered in this order, others between them or not. */
export function inOrder(names: readonly string[], { states }: Pick<ExecutionRecord, "states">): boolean {
  let found = 0;
  for (const { name } of states) if (name === names[found]) found += 1;
  return found === names.length;
}
