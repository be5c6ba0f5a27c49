import { UnexpectedCallError } from "../control/calls.ts";
import { DeadlineError } from "../core/poll.ts";
import type { Within } from "../core/scope.ts";
import { type Execution, ExecutionEndedError } from "../executions/executions.ts";
import type { ExecutionRecord } from "../executions/record.ts";
import { hasEnded, summary } from "../executions/record.ts";
import { UnexpectedLogError } from "../logs/logs.ts";
import { UnexpectedMailError } from "../mail/inbox.ts";

/** What vitest hands to a matcher, as far as it is used here. */
export interface MatcherContext {
  readonly isNot: boolean;
  readonly equals: (a: unknown, b: unknown) => boolean;
}

/** What a matcher answers; vitest turns `pass` round for `.not`. */
export interface Verdict {
  pass: boolean;
  message: () => string;
}

/** A matcher was given something else than what it judges. */
export class WrongReceiverError extends TypeError {
  override readonly name = "WrongReceiverError";

  constructor(matcher: string, wanted: string, received: unknown) {
    const given =
      received instanceof Promise ? "a promise (await it first)" : (received?.constructor?.name ?? received);
    super(`${matcher} judges ${wanted}, but expect() was given ${given}`);
  }
}

/** The matcher has no opposite that says anything. */
export class NoNegationError extends Error {
  override readonly name = "NoNegationError";

  constructor(matcher: string, instead: string) {
    super(`not.${matcher} says too little: ${instead}`);
  }
}

// biome-ignore lint/suspicious/noExplicitAny: any class will do, whatever its constructor takes
export function receiver<T>(matcher: string, type: abstract new (...args: any[]) => T, received: unknown): T {
  if (received instanceof type) return received;
  throw new WrongReceiverError(matcher, `an object of class ${type.name}`, received);
}

/** The errors that are a test's outcome; all others are passed on as they are. */
const OUTCOMES = [
  DeadlineError,
  ExecutionEndedError,
  UnexpectedMailError,
  UnexpectedCallError,
  UnexpectedLogError,
];
export const isOutcome = (error: unknown): error is Error => OUTCOMES.some((type) => error instanceof type);

/** A wait that is the judgement: what it throws is the failure, with and without `.not`. */
export async function judged(context: MatcherContext, wait: () => Promise<unknown>): Promise<Verdict> {
  try {
    await wait();
  } catch (error) {
    if (isOutcome(error)) return { pass: context.isNot, message: () => error.message };
    throw error;
  }
  return { pass: !context.isNot, message: () => "" };
}

interface JudgeOptions extends Within {
  /** Says that nothing can change the judgement any more. */
  decided?: (record: ExecutionRecord) => boolean;
  /** What a failure shows besides the states. */
  shown?: (record: ExecutionRecord) => string;
}

/** Judges an execution when it has ended, or as soon as it is decided. */
export async function judgedAtEnd(
  context: MatcherContext,
  execution: Execution,
  what: string,
  holds: (record: ExecutionRecord) => boolean,
  options: JudgeOptions = {},
): Promise<Verdict> {
  const { decided = () => false, shown = () => "" } = options;
  let record: ExecutionRecord;
  try {
    record = await execution.waitUntil(what, (so) => hasEnded(so.status) || decided(so), options);
  } catch (error) {
    if (isOutcome(error)) return { pass: context.isNot, message: () => error.message };
    throw error;
  }
  const expected = context.isNot ? what.replace(" to have ", " not to have ") : what;
  return {
    pass: holds(record),
    message: () => `expected ${expected}, but there was: ${shown(record)}${summary(record)}`,
  };
}
