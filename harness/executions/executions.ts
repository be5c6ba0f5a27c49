import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Clients } from "../aws/clients.ts";
import type { Look } from "../core/poll.ts";
import { awaitIn, type Scope, type Within } from "../core/scope.ts";
import { executionArn } from "./execution-arn.ts";
import { type ExecutionRecord, hasEnded, summary, toRecord } from "./record.ts";

/** No execution of that name or ARN exists. */
export class NoExecutionError extends Error {
  override readonly name = "NoExecutionError";
}

/** Several state machines might be meant, or none is there. */
export class WhichStateMachineError extends Error {
  override readonly name = "WhichStateMachineError";
}

/** One execution of a Standard state machine, that may still have to start. */
export class Execution {
  /** The name or ARN it was asked for by. */
  readonly id: string;
  readonly #scope: Scope;
  readonly #read: (signal?: AbortSignal) => Promise<ExecutionRecord | undefined>;

  constructor(
    id: string,
    scope: Scope,
    read: (signal?: AbortSignal) => Promise<ExecutionRecord | undefined>,
  ) {
    this.id = id;
    this.#scope = scope;
    this.#read = read;
  }

  /** What it did so far. Throws a {@link NoExecutionError} when it was never started. */
  async describe(): Promise<ExecutionRecord> {
    const record = await this.#read();
    if (!record) throw new NoExecutionError(`no execution ${this.id} in any of the state machines`);
    return record;
  }

  /** Whether it was ever started. */
  async exists(): Promise<boolean> {
    return (await this.#read()) !== undefined;
  }

  /** Waits until it has entered a state of that name. Throws a `DeadlineError`, at once when it ended without. */
  waitForState(name: string, options: Within = {}): Promise<ExecutionRecord> {
    return this.waitUntil(
      `execution ${this.id} to enter ${name}`,
      (record) => record.states.some((state) => state.name === name),
      options,
    );
  }

  /** Waits until it has ended, in whichever way. Throws a `DeadlineError`. */
  waitForEnd(options: Within = {}): Promise<ExecutionRecord> {
    return this.waitUntil(`the end of execution ${this.id}`, (record) => hasEnded(record.status), options);
  }

  /** Waits until a condition holds. An execution that ended without it throws an {@link ExecutionEndedError}. */
  waitUntil(
    awaiting: string,
    condition: (record: ExecutionRecord) => boolean,
    options: Within = {},
  ): Promise<ExecutionRecord> {
    return awaitIn(this.#scope, awaiting, options, async (signal): Promise<Look<ExecutionRecord>> => {
      const record = await this.#read(signal);
      if (!record) return { seen: "no such execution" };
      if (condition(record)) return { done: record };
      if (hasEnded(record.status)) throw new ExecutionEndedError(awaiting, record);
      return { seen: summary(record) };
    });
  }
}

/** An execution ended, so that what was awaited of it can come no more. */
export class ExecutionEndedError extends Error {
  override readonly name = "ExecutionEndedError";
  readonly record: ExecutionRecord;

  constructor(awaiting: string, record: ExecutionRecord) {
    super(`awaited ${awaiting}, but it ended: ${summary(record)}`);
    this.record = record;
  }
}

export interface StartOptions {
  /** Default: a random UUID. */
  name?: string;
  /** Needed only where there are several. */
  stateMachineArn?: string;
}

/** The executions of Standard state machines: those given to `connect`, or all there are. */
export class Executions {
  readonly #scope: Scope;
  readonly #sfn: Clients["sfn"];
  readonly #given: readonly string[];

  constructor(scope: Scope, clients: Clients, stateMachineArns: readonly string[] = []) {
    this.#scope = scope;
    this.#sfn = clients.sfn;
    this.#given = stateMachineArns;
  }

  /** The execution of that name or ARN. Nothing is asked yet: it may still have to start. */
  get(id: string): Execution {
    this.#scope.used.ids.add(id.split(":").at(-1) ?? id);
    let arn = id.startsWith("arn:") ? id : undefined;
    return new Execution(id, this.#scope, async (signal) => {
      arn ??= await this.#find(id, signal);
      return arn === undefined ? undefined : this.#read(arn, signal);
    });
  }

  /** Starts one with this input. */
  async start(input: unknown, options: StartOptions = {}): Promise<Execution> {
    const stateMachineArn = options.stateMachineArn ?? (await this.#only());
    const { executionArn } = await this.#sfn.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: options.name ?? crypto.randomUUID(),
        input: JSON.stringify(input),
      }),
    );
    return this.get(executionArn ?? "");
  }

  /** Ends a running one as `ABORTED`. */
  async stop(execution: Execution): Promise<void> {
    const { arn } = await execution.describe();
    await this.#sfn.send(new StopExecutionCommand({ executionArn: arn }));
  }

  /** Those started since this test began whose input contains one of the texts, newest first. */
  async startedWith(...texts: string[]): Promise<ExecutionRecord[]> {
    const found: ExecutionRecord[] = [];
    if (texts.length === 0) return found;
    for (const arn of await this.#startedSince(this.#scope.used.since)) {
      const execution = await this.#sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
      if (texts.some((text) => execution.input?.includes(text)))
        found.push(toRecord(execution, await this.#history(arn)));
    }
    return found;
  }

  async #startedSince(since: Date): Promise<string[]> {
    const arns: string[] = [];
    for (const stateMachineArn of await this.#machines()) {
      let nextToken: string | undefined;
      do {
        const page = await this.#sfn.send(
          new ListExecutionsCommand({ stateMachineArn, maxResults: 100, nextToken }),
        );
        for (const { executionArn, startDate } of page.executions ?? [])
          if (executionArn && startDate && startDate >= since) arns.push(executionArn);
        // newest first: the rest started earlier still
        const oldest = page.executions?.at(-1)?.startDate;
        nextToken = oldest && oldest >= since ? page.nextToken : undefined;
      } while (nextToken);
    }
    return arns;
  }

  async #find(name: string, signal?: AbortSignal): Promise<string | undefined> {
    const found: string[] = [];
    for (const machine of await this.#machines(signal)) {
      const arn = executionArn(machine, name);
      if (await this.#describe(arn, signal)) found.push(arn);
    }
    if (found.length > 1)
      throw new WhichStateMachineError(
        `several executions are named ${name}: ask for one of ${found.join(", ")}`,
      );
    return found[0];
  }

  async #machines(signal?: AbortSignal): Promise<readonly string[]> {
    if (this.#given.length > 0) return this.#given;
    const arns: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#sfn.send(new ListStateMachinesCommand({ nextToken }), options(signal));
      for (const machine of page.stateMachines ?? [])
        if (machine.stateMachineArn && machine.type !== "EXPRESS") arns.push(machine.stateMachineArn);
      nextToken = page.nextToken;
    } while (nextToken);
    return arns;
  }

  async #only(): Promise<string> {
    const machines = await this.#machines();
    const [only] = machines;
    if (only === undefined || machines.length > 1)
      throw new WhichStateMachineError(
        `there are ${machines.length} state machines (${machines.join(", ") || "none"}): say which with { stateMachineArn }`,
      );
    return only;
  }

  async #read(arn: string, signal?: AbortSignal): Promise<ExecutionRecord | undefined> {
    // first the status, then the history: a status of "ended" has all of the history behind it
    const execution = await this.#describe(arn, signal);
    return execution && toRecord(execution, await this.#history(arn, signal));
  }

  async #describe(arn: string, signal?: AbortSignal) {
    try {
      return await this.#sfn.send(new DescribeExecutionCommand({ executionArn: arn }), options(signal));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }

  async #history(executionArn: string, signal?: AbortSignal): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#sfn.send(
        new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, nextToken }),
        options(signal),
      );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }
}

const options = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});
