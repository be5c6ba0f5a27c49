import { paginateListExecutions, type SFNClient } from "@aws-sdk/client-sfn";
import type { ActivityEvent } from "./activity-event.ts";
import { toneOf } from "./execution-events.ts";

/** Starts and ends of the executions of a state machine that writes no log. */
export class ExecutionStatuses {
  readonly #sfn: SFNClient;
  readonly #stateMachineArn: string;
  readonly #since: Date;
  readonly #known = new Map<string, string>();

  constructor(sfn: SFNClient, stateMachineArn: string, since: Date) {
    this.#sfn = sfn;
    this.#stateMachineArn = stateMachineArn;
    this.#since = since;
  }

  /** What changed since the last call, in order. */
  async next(abortSignal: AbortSignal): Promise<ActivityEvent[]> {
    const found: ActivityEvent[] = [];
    const input = { stateMachineArn: this.#stateMachineArn };
    for await (const { executions = [] } of paginateListExecutions({ client: this.#sfn }, input, {
      abortSignal,
    })) {
      for (const { name = "", status = "RUNNING", startDate, stopDate } of executions) {
        if (!startDate || startDate < this.#since || this.#known.get(name) === status) continue;
        const time = status === "RUNNING" ? startDate : (stopDate ?? startDate);
        found.push({ kind: "execution", time, id: name, text: status, tone: toneOf(status) });
        this.#known.set(name, status);
      }
    }
    return found.sort((a, b) => a.time.getTime() - b.time.getTime());
  }
}
