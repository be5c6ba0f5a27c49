import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { createClients, type ServiceClients } from "../../aws/clients.ts";
import type { Deployment } from "../../config/config.ts";
import { capturedMails } from "../../mail/captured-mail.ts";
import type { ActivityEvent } from "./activity-event.ts";
import { ExecutionEvents, executionLogGroup } from "./execution-events.ts";
import { ExecutionStatuses } from "./execution-statuses.ts";
import { followUntilAborted, NewMails } from "./follow.ts";
import { mailEvent } from "./mail-events.ts";

/** Without an event of an execution, mails are looked for once in so many turns: LocalStack always gives all of them. */
const IDLE_TURNS = 6;

export interface ActivityOptions {
  deployment: Pick<Deployment, "endpoint" | "stacks">;
  signal: AbortSignal;
  onEvent: (event: ActivityEvent) => void;
}

/** Reports the states, failed attempts and ends of all executions from now on, and all mails. Ends with the signal. */
export async function followActivity({ deployment, signal, onEvent }: ActivityOptions): Promise<never> {
  const { endpoint, stacks } = deployment;
  const clients = createClients(endpoint, stacks);
  try {
    const sources = (await Promise.all(clients.all.map((each) => sourcesOf(each, signal)))).flat();
    const newMails = new NewMails(await capturedMails(endpoint, signal));
    const executions = new Set<string>();
    let idle = 0;
    return await followUntilAborted(signal, async () => {
      const found = (await Promise.all(sources.map((source) => source.next(signal)))).flat();
      for (const event of found) {
        executions.add(event.id);
        onEvent(event);
      }
      idle = found.length > 0 ? 0 : idle + 1;
      // the mail of the last event may be accepted just after it: look once more in the turn that follows
      if (idle > 1 && idle % IDLE_TURNS !== 0) return;
      for (const mail of newMails.among(await capturedMails(endpoint, signal)))
        onEvent(mailEvent(mail, executions));
    });
  } finally {
    clients.destroy();
  }
}

interface Source {
  next(signal: AbortSignal): Promise<ActivityEvent[]>;
}

/** For each log group that state machines write to, and for each state machine that writes none. */
async function sourcesOf({ sfn, logs }: ServiceClients, abortSignal: AbortSignal): Promise<Source[]> {
  const since = new Date();
  const sources = new Map<string, Source>();
  for await (const { stateMachines = [] } of paginateListStateMachines(
    { client: sfn },
    {},
    { abortSignal },
  )) {
    for (const { stateMachineArn = "", type } of stateMachines) {
      const group = await executionLogGroup(sfn, stateMachineArn, abortSignal);
      if (group) sources.set(group, new ExecutionEvents(logs, group, since));
      // AWS keeps no list of Express executions
      else if (type !== "EXPRESS")
        sources.set(stateMachineArn, new ExecutionStatuses(sfn, stateMachineArn, since));
    }
  }
  return [...sources.values()];
}
