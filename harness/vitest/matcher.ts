import type { RunnerTestCase } from "vitest";
import { HarnessError, hasCode } from "../core/errors.ts";
import { DeadlineError } from "../core/poll.ts";
import type { Within } from "../core/scope.ts";
import { printable } from "../core/text/printable.ts";
import type { Execution } from "../executions/execution.ts";
import { type ExecutionRecord, hasEnded, summary } from "../executions/record.ts";

/** The fields of what vitest passes to a matcher that are used here. */
export interface MatcherContext {
  readonly isNot: boolean;
  readonly equals: (a: unknown, b: unknown) => boolean;
  /** Whether `expect.soft` was called. */
  readonly soft?: boolean | undefined;
  readonly task?: Readonly<RunnerTestCase> | undefined;
}

/** What a matcher returns; vitest inverts `pass` for `.not`. */
export interface MatcherResult {
  pass: boolean;
  message: () => string;
}

/**
 * The received value, when it is of the class that the matcher is for.
 * @param classes as the user knows them. Default: the name of `type`
 * @throws HarnessError WRONG_RECEIVER
 */
export function receiver<T>(
  matcher: string,
  // biome-ignore lint/suspicious/noExplicitAny: any class is accepted, with any constructor
  type: abstract new (...args: any[]) => T,
  received: unknown,
  classes = type.name,
): T {
  if (received instanceof type) return received;
  const given =
    received instanceof Promise ? "a promise (await it first)" : (received?.constructor?.name ?? received);
  throw new HarnessError(
    "WRONG_RECEIVER",
    `${matcher} is for an object of class ${classes}, but expect() received ${given}`,
  );
}

/** The matcher has no opposite that is specific enough. */
export const noNegation = (matcher: string, instead: string): HarnessError =>
  new HarnessError("NO_NEGATION", `not.${matcher} is not specific enough: ${instead}`);

/** The errors that are a test's outcome; all others are passed on unchanged. */
const OUTCOMES = [
  "EXECUTION_ENDED",
  "UNEXPECTED_MAIL",
  "UNEXPECTED_MESSAGE",
  "UNEXPECTED_EVENT",
  "UNEXPECTED_OBJECT",
  "UNEXPECTED_ITEM",
  "UNEXPECTED_CALL",
  "UNEXPECTED_LOG",
];
const isOutcome = (error: unknown): error is Error =>
  error instanceof DeadlineError || OUTCOMES.some((code) => hasCode(error, code));

/** A wait that is the assertion: what it throws is the failure, with and without `.not`. */
export async function waited(context: MatcherContext, wait: () => Promise<unknown>): Promise<MatcherResult> {
  try {
    await wait();
  } catch (error) {
    return failed(context, error);
  }
  return { pass: !context.isNot, message: () => "" };
}

function failed(context: MatcherContext, error: unknown): MatcherResult {
  if (isOutcome(error)) return { pass: context.isNot, message: () => error.message };
  throw error;
}

interface EndOptions extends Within {
  /** Whether nothing can change the result any more. */
  decided?: ((record: ExecutionRecord) => boolean) | undefined;
  /** What a failure shows besides the states. */
  shown?: ((record: ExecutionRecord) => string) | undefined;
  /** States that the assertion names: the state machine must have them. */
  states?: readonly string[] | undefined;
}

/** Checks an execution when it has ended, or as soon as the result is decided. */
export async function checkedAtEnd(
  context: MatcherContext,
  execution: Execution,
  what: string,
  holds: (record: ExecutionRecord) => boolean,
  { decided = () => false, shown = () => "", ...options }: EndOptions = {},
): Promise<MatcherResult> {
  let record: ExecutionRecord;
  try {
    record = await execution.waitUntil(what, (so) => hasEnded(so.status) || decided(so), options);
  } catch (error) {
    return failed(context, error);
  }
  const expected = context.isNot ? what.replace(" to have ", " not to have ") : what;
  return {
    pass: holds(record),
    message: () => printable(`expected ${expected}, but there was: ${shown(record)}${summary(record)}`),
  };
}
