import { type HistoryEvent, paginateGetExecutionHistory } from "@aws-sdk/client-sfn";
import { sfn } from "../execution/client.ts";
import { FAILURE_STATES, type Reminder, WORKFLOW_STATES, type WorkflowState } from "../reminder.ts";

type States = NonNullable<Reminder["states"]>;

/** The states that an execution has entered so far, in order, with times in ISO 8601, UTC. */
export async function statesOf(executionArn: string): Promise<States> {
  const states: States = [];
  const history = paginateGetExecutionHistory(
    { client: sfn, pageSize: 1_000 },
    // inputs and outputs contain personal data, and are not needed here
    { executionArn, includeExecutionData: false },
  );
  for await (const { events = [] } of history) states.push(...enteredStates(events));
  return states;
}

const NAMES: ReadonlySet<string> = new Set([...WORKFLOW_STATES, ...FAILURE_STATES]);
const isState = (name: string | undefined): name is WorkflowState => name !== undefined && NAMES.has(name);

export function enteredStates(events: HistoryEvent[]): States {
  return events.flatMap(({ stateEnteredEventDetails, timestamp }) => {
    const name = stateEnteredEventDetails?.name;
    return isState(name) && timestamp ? [{ name, enteredAt: timestamp.toISOString() }] : [];
  });
}
