import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  paginateListExecutions,
  SFNClient,
} from "@aws-sdk/client-sfn";
import { clientConfig, type Harness } from "localstack-harness";
import type { App } from "../app/petcuddleotron.ts";
import { postReminder } from "../app/post-reminder.ts";
import { checkMails, type Punctuality } from "./mails-once.ts";

export interface BurstOptions {
  /** Reminders that are due in the same second. */
  count: number;
  /** Mails that SES takes in any one second. */
  rate: number;
  /** Seconds in which all of them are asked for, before they are due. */
  lead: number;
  onProgress: (text: string) => void;
  signal: AbortSignal;
}

export interface BurstResult extends Punctuality {
  /** Mails that SES refused because of its rate. */
  refused: number;
  /** Executions that did not succeed. */
  unsuccessful: number;
  /** Why the first few of them did not. */
  reasons: string[];
  /** Milliseconds between the first and the last due time. */
  spread: number;
}

/** The API did not take a reminder. */
export class RequestRefusedError extends Error {
  override readonly name = "RequestRefusedError";

  constructor(status: number, body: string) {
    super(`the API answered ${status} to a reminder: ${body.slice(0, 200)}`);
  }
}

/** Not all reminders could be asked for before they were due. */
export class LateRequestError extends Error {
  override readonly name = "LateRequestError";

  constructor(asked: number, count: number, lead: number) {
    super(`only ${asked} of ${count} reminders were asked for within ${lead} s: give them a longer --lead`);
  }
}

/** The API's throttle is 50 a second. */
const REQUESTS_AT_ONCE = 10;
/** The longest lease that a fault may have, in seconds. */
const LEASE = 86_400;
const POLL_MS = 1_000;
const SHOWN_FAILURES = 5;

/** Asks for many reminders that are due in the same second, with an SES that has a rate, and waits for the end of all. */
export async function burst(app: App, harness: Harness, options: BurstOptions): Promise<BurstResult> {
  const { count, rate, lead, onProgress, signal } = options;
  const addresses = Array.from({ length: count }, (_, index) => harness.inbox.address(`r${index}`));
  await using throttle = await harness.faults.inject({
    service: "ses",
    operation: "SendEmail",
    error: "Throttling",
    message: "Maximum sending rate exceeded.",
    match: ownPart(addresses),
    rate,
    lease: LEASE,
  });
  const due = Math.ceil(Date.now() / 1_000 + lead) * 1_000;
  const dueTimes = await requestAll(app, addresses, due, options);
  onProgress(`${count} reminders asked for, due in ${Math.round((due - Date.now()) / 1_000)} s`);
  await sleep(Math.max(0, due - Date.now()), undefined, { signal });

  const sfn = new SFNClient(clientConfig(harness.endpoint));
  try {
    for (;;) {
      const running = await countExecutions(sfn, app.stateMachineArn, "RUNNING", signal);
      const sent = (await harness.inbox.everything(signal)).length;
      onProgress(`${sent} of ${2 * count} mails, ${running} executions on their way`);
      if (running === 0) break;
      await sleep(POLL_MS, undefined, { signal });
    }
    const mails = (await harness.inbox.everything(signal)).map(({ to, ...mail }) => ({
      ...mail,
      to: to[0] ?? "",
    }));
    const succeeded = await countExecutions(sfn, app.stateMachineArn, "SUCCEEDED", signal);
    const reasons = await failuresOf(sfn, app.stateMachineArn, signal);
    return {
      ...checkMails(addresses, mails, due),
      refused: await throttle.hits(),
      unsuccessful: count - succeeded,
      reasons,
      spread: Math.max(...dueTimes) - Math.min(...dueTimes),
    };
  } finally {
    sfn.destroy();
  }
}

/** What all addresses of one inbox have in common, and no other test's. */
function ownPart([first = ""]: readonly string[]): string {
  return first.slice(first.indexOf("-"));
}

async function requestAll(
  { apiUrl }: App,
  addresses: readonly string[],
  due: number,
  { lead, onProgress, signal }: BurstOptions,
): Promise<number[]> {
  const waiting = [...addresses];
  const dueTimes: number[] = [];
  const worker = async () => {
    for (let email = waiting.shift(); email !== undefined; email = waiting.shift()) {
      const waitSeconds = Math.round((due - Date.now()) / 1_000);
      if (waitSeconds < 1) throw new LateRequestError(dueTimes.length, addresses.length, lead);
      const response = await postReminder(apiUrl, { waitSeconds, email }, signal);
      if (response.status !== 202) throw new RequestRefusedError(response.status, await response.text());
      const { remindAt } = (await response.json()) as { remindAt: string };
      dueTimes.push(Date.parse(remindAt));
      if (dueTimes.length % 50 === 0) onProgress(`${dueTimes.length} reminders asked for`);
    }
  };
  await Promise.all(Array.from({ length: REQUESTS_AT_ONCE }, worker));
  return dueTimes;
}

/** Error and cause of a few executions that failed. */
async function failuresOf(
  client: SFNClient,
  stateMachineArn: string,
  signal: AbortSignal,
): Promise<string[]> {
  const failed = { stateMachineArn, statusFilter: "FAILED" as const, maxResults: SHOWN_FAILURES };
  const { executions = [] } = await client.send(new ListExecutionsCommand(failed), { abortSignal: signal });
  return Promise.all(
    executions.map(async ({ executionArn, name }) => {
      const { error, cause } = await client.send(new DescribeExecutionCommand({ executionArn }), {
        abortSignal: signal,
      });
      return `${name}: ${error}: ${cause}`;
    }),
  );
}

async function countExecutions(
  client: SFNClient,
  stateMachineArn: string,
  statusFilter: "RUNNING" | "SUCCEEDED",
  signal: AbortSignal,
): Promise<number> {
  let count = 0;
  const pages = paginateListExecutions(
    { client },
    { stateMachineArn, statusFilter, maxResults: 1_000 },
    { abortSignal: signal },
  );
  for await (const { executions = [] } of pages) count += executions.length;
  return count;
}
