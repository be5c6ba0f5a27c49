import { DescribeStateMachineForExecutionCommand } from "@aws-sdk/client-sfn";
import type { Clients } from "../aws/clients.ts";

/** The fields of a state definition that the harness uses. */
export interface StateDefinition {
  Type: string;
  /** Of a Fail state. */
  Error?: string;
  ErrorPath?: string;
  Cause?: string;
  CausePath?: string;
}

/** States by their names, which are unique in a state machine, its Map and Parallel states included. */
export type StateDefinitions = ReadonlyMap<string, StateDefinition>;

interface States {
  States?: Record<string, StateDefinition & Inner>;
}

/** States that contain states. */
interface Inner {
  Branches?: States[];
  Iterator?: States;
  ItemProcessor?: States;
}

/** The definitions that executions run by; each is read once. */
export class Definitions {
  readonly #clients: Clients;
  readonly #known = new Map<string, Promise<StateDefinitions>>();

  constructor(clients: Clients) {
    this.#clients = clients;
  }

  /** Of the state machine that the execution was started on, as it was then. */
  of(executionArn: string, signal?: AbortSignal): Promise<StateDefinitions> {
    const known = this.#known.get(executionArn);
    if (known) return known;
    const read = this.#read(executionArn, signal);
    this.#known.set(executionArn, read);
    read.catch(() => this.#known.delete(executionArn));
    return read;
  }

  async #read(executionArn: string, abortSignal?: AbortSignal): Promise<StateDefinitions> {
    const command = new DescribeStateMachineForExecutionCommand({ executionArn });
    const { sfn } = this.#clients.for(executionArn);
    const { definition = "{}" } = await sfn.send(command, abortSignal ? { abortSignal } : {});
    return stateDefinitions(definition);
  }
}

/** All states of a definition in Amazon States Language. */
export function stateDefinitions(definition: string): StateDefinitions {
  const found = new Map<string, StateDefinition>();
  const collect = ({ States = {} }: States): void => {
    for (const [name, state] of Object.entries(States)) {
      found.set(name, state);
      for (const inner of [...(state.Branches ?? []), state.Iterator, state.ItemProcessor])
        if (inner) collect(inner);
    }
  };
  collect(JSON.parse(definition) as States);
  return found;
}
