import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  RedriveExecutionCommand,
  type SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import type { Clients } from "../aws/clients.ts";
import { HarnessError } from "../core/errors.ts";
import { assertOptions, type OptionKinds } from "../core/options.ts";
import type { Scope } from "../core/scope.ts";
import { Definitions } from "./definitions.ts";
import { Execution } from "./execution.ts";
import { executionArn, stateMachineOf } from "./execution-arn.ts";
import { type ExecutionRecord, toRecord } from "./record.ts";

/** How {@link Executions.start} names an execution, and of which state machine. */
export interface StartOptions {
  /** Default: a random UUID. */
  name?: string | undefined;
  /** Required if there are several state machines. */
  stateMachineArn?: string | undefined;
}

const START = { name: "any", stateMachineArn: "any" } as const satisfies OptionKinds<StartOptions>;
const EXECUTION_ARN = /^arn:[^:]+:states:[^:]+:\d+:execution:[^:]+:.+$/;

/** The executions of Standard state machines: those passed to `connect` and those that are used, or all there are in the accounts and regions of the connection. */
export class Executions {
  readonly #scope: Scope;
  readonly #clients: Clients;
  readonly #given: readonly string[];
  /** State machines of the executions that were started or asked for here. */
  readonly #used = new Set<string>();
  readonly #definitions: Definitions;

  constructor(scope: Scope, clients: Clients, stateMachineArns: readonly string[] = []) {
    this.#scope = scope;
    this.#clients = clients;
    this.#given = stateMachineArns;
    this.#definitions = new Definitions(clients);
  }

  /**
   * The execution of that name or ARN. Nothing is asked yet: it may still have to start.
   * @throws HarnessError INVALID_ARN for the ARN of something else
   */
  get(id: string): Execution {
    if (id.startsWith("arn:") && !EXECUTION_ARN.test(id))
      throw new HarnessError(
        "INVALID_ARN",
        `${id} is not the ARN of an execution: one looks like arn:aws:states:us-east-1:000000000000:execution:StateMachine:Name`,
      );
    this.#scope.activity.ids.add(id.split(":").at(-1) ?? id);
    let arn = id.startsWith("arn:") ? id : undefined;
    if (arn !== undefined) this.#used.add(stateMachineOf(arn));
    return new Execution(id, this.#scope, {
      read: async (signal) => {
        arn ??= await this.#find(id, signal);
        return arn === undefined ? undefined : this.#read(arn, signal);
      },
      stateNames: async (record) => [...(await this.#definitions.of(record.arn)).keys()],
    });
  }

  /**
   * Starts one with this input.
   * @throws HarnessError WHICH_STATE_MACHINE where there is not exactly one
   */
  async start(input: unknown, options: StartOptions = {}): Promise<Execution> {
    assertOptions(options, START);
    const stateMachineArn = options.stateMachineArn ?? (await this.#only());
    const { executionArn } = await this.#clients.for(stateMachineArn).sfn.send(
      new StartExecutionCommand({
        stateMachineArn,
        name: options.name ?? crypto.randomUUID(),
        input: JSON.stringify(input),
      }),
    );
    return this.get(executionArn ?? "");
  }

  /** Stops a running one, which ends as `ABORTED`. */
  async stop(execution: Execution): Promise<void> {
    const { arn } = await execution.describe();
    await this.#clients.for(arn).sfn.send(new StopExecutionCommand({ executionArn: arn }));
  }

  /**
   * Continues one that failed, timed out or was stopped, in the state in which it ended (Step Functions, RedriveExecution).
   * @throws ExecutionNotRedrivable of the AWS SDK, for example while it runs
   */
  async redrive(execution: Execution): Promise<void> {
    const { arn } = await execution.describe();
    await this.#clients.for(arn).sfn.send(new RedriveExecutionCommand({ executionArn: arn }));
  }

  /** Those started since this test began whose input contains one of the texts, newest first. */
  async startedWith(...texts: string[]): Promise<ExecutionRecord[]> {
    const found: ExecutionRecord[] = [];
    if (texts.length === 0) return found;
    for (const arn of await this.#startedSince(this.#scope.activity.since)) {
      const execution = await this.#describe(arn);
      if (!execution || !texts.some((text) => execution.input?.includes(text))) continue;
      const record = await this.#read(arn);
      if (record) found.push(record);
    }
    return found;
  }

  async #startedSince(since: Date): Promise<string[]> {
    const arns: string[] = [];
    for (const stateMachineArn of await this.#machines()) {
      let nextToken: string | undefined;
      do {
        const page = await this.#clients
          .for(stateMachineArn)
          .sfn.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 100, nextToken }));
        for (const { executionArn, startDate } of page.executions ?? [])
          if (executionArn && startDate && startDate >= since) arns.push(executionArn);
        // newest first: all further ones started earlier
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
      throw new HarnessError(
        "WHICH_STATE_MACHINE",
        `several executions are named ${name}: ask for one of ${found.join(", ")}`,
      );
    return found[0];
  }

  async #machines(signal?: AbortSignal): Promise<readonly string[]> {
    if (this.#given.length > 0) return [...new Set([...this.#given, ...this.#used])];
    const arns = await Promise.all(this.#clients.all.map(({ sfn }) => standardMachines(sfn, signal)));
    return arns.flat();
  }

  async #only(): Promise<string> {
    const machines = this.#given.length > 0 ? this.#given : await this.#machines();
    const [only] = machines;
    if (only === undefined || machines.length > 1)
      throw new HarnessError(
        "WHICH_STATE_MACHINE",
        `there are ${machines.length} state machines (${machines.join(", ") || "none"}): choose one with { stateMachineArn }`,
      );
    return only;
  }

  async #read(arn: string, signal?: AbortSignal): Promise<ExecutionRecord | undefined> {
    // the status before the history: when the status is an end, the history is complete
    const execution = await this.#describe(arn, signal);
    if (!execution) return undefined;
    const events = await this.#history(arn, signal);
    const failStates = events.some(({ type }) => type === "FailStateEntered");
    return toRecord(execution, events, failStates ? await this.#definitions.of(arn, signal) : undefined);
  }

  async #describe(arn: string, signal?: AbortSignal) {
    try {
      const command = new DescribeExecutionCommand({ executionArn: arn });
      return await this.#clients.for(arn).sfn.send(command, options(signal));
    } catch (error) {
      if (error instanceof ExecutionDoesNotExist) return undefined;
      throw error;
    }
  }

  async #history(executionArn: string, signal?: AbortSignal): Promise<HistoryEvent[]> {
    const events: HistoryEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await this.#clients
        .for(executionArn)
        .sfn.send(
          new GetExecutionHistoryCommand({ executionArn, maxResults: 1_000, nextToken }),
          options(signal),
        );
      events.push(...(page.events ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    return events;
  }
}

/** ARNs of the Standard state machines of one account and region: AWS keeps no list of Express executions. */
async function standardMachines(sfn: SFNClient, signal?: AbortSignal): Promise<string[]> {
  const arns: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(new ListStateMachinesCommand({ nextToken }), options(signal));
    for (const machine of page.stateMachines ?? [])
      if (machine.stateMachineArn && machine.type !== "EXPRESS") arns.push(machine.stateMachineArn);
    nextToken = page.nextToken;
  } while (nextToken);
  return arns;
}

const options = (abortSignal: AbortSignal | undefined) => (abortSignal ? { abortSignal } : {});
