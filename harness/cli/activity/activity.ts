import { paginateListStateMachines } from "@aws-sdk/client-sfn";
import { createClients, type ServiceClients } from "../../aws/clients.ts";
import type { Deployment } from "../../config/config.ts";
import { hasCode } from "../../core/errors.ts";
import { toMail } from "../../mail/captured-mail.ts";
import { capturedMessages } from "../../mail/captured-messages.ts";
import type { ActivityEvent } from "./activity-event.ts";
import { ExecutionEvents, executionLogGroup } from "./execution-events.ts";
import { ExecutionStatuses } from "./execution-statuses.ts";
import { followUntilAborted, NewMails, whileThere } from "./follow.ts";
import { mailEvent } from "./mail-events.ts";
import { type Happened, HappenedReader, RequestEvents, remember } from "./request-events.ts";

/** Without an event of an execution, mails are looked for once in so many turns: without the plugin all are read each time. */
const IDLE_TURNS = 6;

export interface ActivityOptions {
  deployment: Pick<Deployment, "endpoint" | "stacks">;
  signal: AbortSignal;
  onEvent: (event: ActivityEvent) => void;
  /** Whether requests and errors of functions are reported, too, and state machines that are new. Default: false. */
  requests?: boolean;
}

/** Reports the states, failed attempts and ends of all executions from now on, and all mails. Ends with the signal. */
export async function followActivity({
  deployment,
  signal,
  onEvent,
  requests = false,
}: ActivityOptions): Promise<never> {
  const { endpoint, stacks } = deployment;
  const clients = createClients(endpoint, stacks);
  try {
    const sources = new Map<string, Source>();
    const addSources = () => Promise.all(clients.all.map((each) => addSourcesOf(each, sources, signal)));
    await addSources();
    const happened = requests ? await readerOf(endpoint, signal) : undefined;
    const requestEvents = new RequestEvents();
    const newMails = new NewMails(await capturedMessages(endpoint, signal));
    const executions = new Map<string, string>();
    let idle = 0;
    return await followUntilAborted(signal, async () => {
      const news = (await happened?.next(signal)) ?? NOTHING;
      if (news.calls.some(({ operation }) => operation === "CreateStateMachine")) await addSources();
      const ofExecutions = (
        await Promise.all([...sources.values()].map((source) => whileThere(() => source.next(signal))))
      ).flat();
      for (const { id } of ofExecutions) remember(executions, id, id);
      const found = [...requestEvents.next(news), ...ofExecutions];
      for (const event of found.sort((a, b) => a.time.getTime() - b.time.getTime())) onEvent(event);
      idle = found.length > 0 ? 0 : idle + 1;
      // the mail of the last event may be accepted just after it: look once more in the turn that follows
      if (idle > 1 && idle % IDLE_TURNS !== 0) return;
      for (const message of newMails.among(await capturedMessages(endpoint, signal)))
        onEvent(mailEvent(await toMail(message), executions.keys()));
    });
  } finally {
    clients.destroy();
  }
}

interface Source {
  next(signal: AbortSignal): Promise<ActivityEvent[]>;
}

const NOTHING: Happened = { requests: [], calls: [] };

/** Undefined where LocalStack lacks the harness's plugin. */
async function readerOf(endpoint: string, signal: AbortSignal): Promise<HappenedReader | undefined> {
  const reader = new HappenedReader(endpoint);
  try {
    await reader.next(signal);
    return reader;
  } catch (error) {
    if (hasCode(error, "NO_PLUGIN")) return undefined;
    throw error;
  }
}

/** For each log group that state machines write to, and for each state machine that writes none; those that are new. */
async function addSourcesOf(
  { sfn, logs }: ServiceClients,
  sources: Map<string, Source>,
  abortSignal: AbortSignal,
): Promise<void> {
  const since = new Date();
  for await (const { stateMachines = [] } of paginateListStateMachines(
    { client: sfn },
    {},
    { abortSignal },
  )) {
    for (const { stateMachineArn = "", type } of stateMachines) {
      const group = await executionLogGroup(sfn, stateMachineArn, abortSignal);
      const [, , , region, account] = stateMachineArn.split(":");
      const key = group ? `${region} ${account} ${group}` : stateMachineArn;
      if (sources.has(key)) continue;
      if (group) sources.set(key, new ExecutionEvents(logs, group, since));
      // AWS keeps no list of Express executions
      else if (type !== "EXPRESS") sources.set(key, new ExecutionStatuses(sfn, stateMachineArn, since));
    }
  }
}
