import { HarnessError } from "../core/errors.ts";
import { assertOptions, WITHIN } from "../core/options.ts";
import type { Look } from "../core/poll.ts";
import { awaitIn, type Scope, type Within } from "../core/scope.ts";
import { belongsTo } from "../core/test-activity.ts";
import { didYouMean } from "../core/text/did-you-mean.ts";
import { type ExecutionRecord, hasEnded, summary } from "./record.ts";

/** How an execution is read; each read sees it as it is then. */
export interface ExecutionReader {
  /** `undefined` where it was never started. */
  read(signal?: AbortSignal): Promise<ExecutionRecord | undefined>;
  /** The names of all states that the state machine has, also within Map and Parallel states. */
  stateNames?(record: ExecutionRecord): Promise<readonly string[]>;
}

/** One execution of a Standard state machine, which may still have to start. */
export class Execution {
  /** The name or ARN that it was asked for by. */
  readonly id: string;
  readonly #scope: Scope;
  readonly #reader: ExecutionReader;

  constructor(id: string, scope: Scope, reader: ExecutionReader) {
    this.id = id;
    this.#scope = scope;
    belongsTo(this, scope.activity);
    this.#reader = reader;
  }

  /**
   * What it did so far.
   * @throws HarnessError NO_EXECUTION when it was never started
   */
  async describe(): Promise<ExecutionRecord> {
    const record = await this.#reader.read();
    if (!record)
      throw new HarnessError("NO_EXECUTION", `no execution ${this.id} in any of the state machines`);
    return record;
  }

  /** Whether it was ever started. */
  async exists(): Promise<boolean> {
    return (await this.#reader.read()) !== undefined;
  }

  /**
   * Waits until it has entered a state of that name.
   * @throws DeadlineError; HarnessError EXECUTION_ENDED at once when it ended without; UNKNOWN_STATE
   */
  async waitForState(name: string, options: Within = {}): Promise<ExecutionRecord> {
    assertOptions(options, WITHIN);
    return this.waitUntil(
      `execution ${this.id} to enter ${name}`,
      (record) => record.states.some((state) => state.name === name),
      { ...options, states: [name] },
    );
  }

  /**
   * Waits until it has ended, with any status.
   * @throws DeadlineError
   */
  async waitForEnd(options: Within = {}): Promise<ExecutionRecord> {
    assertOptions(options, WITHIN);
    return this.waitUntil(`the end of execution ${this.id}`, (record) => hasEnded(record.status), options);
  }

  /**
   * Waits until a condition holds.
   * @throws DeadlineError; HarnessError EXECUTION_ENDED when it ended without; UNKNOWN_STATE when the state machine has no
   * state of a name in `states`, which the condition is about
   */
  async waitUntil(
    awaiting: string,
    condition: (record: ExecutionRecord) => boolean,
    { states = [], ...options }: Within & { states?: readonly string[] | undefined } = {},
  ): Promise<ExecutionRecord> {
    let unchecked = states.length > 0;
    return awaitIn(this.#scope, awaiting, options, async (signal): Promise<Look<ExecutionRecord>> => {
      const record = await this.#reader.read(signal);
      if (!record) return { seen: "no such execution" };
      if (unchecked) await this.#assertStates(states, record);
      unchecked = false;
      if (condition(record)) return { done: record };
      if (hasEnded(record.status)) throw executionEnded(awaiting, record);
      return { seen: summary(record) };
    });
  }

  async #assertStates(names: readonly string[], record: ExecutionRecord): Promise<void> {
    const known = await this.#reader.stateNames?.(record);
    const wrong = known && names.find((name) => !known.includes(name));
    if (known && wrong !== undefined)
      throw new HarnessError(
        "UNKNOWN_STATE",
        `the state machine of execution ${this.id} has no state ${JSON.stringify(wrong)}${didYouMean(wrong, known) || `: it has ${known.join(", ")}`}`,
      );
  }
}

/** An execution ended, so that the condition can no longer become true. */
const executionEnded = (awaiting: string, record: ExecutionRecord): HarnessError =>
  new HarnessError("EXECUTION_ENDED", `waited for ${awaiting}, but it ended: ${summary(record)}`);
