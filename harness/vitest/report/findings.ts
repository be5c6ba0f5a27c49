import type { Harness } from "../../connect.ts";
import { keptSession } from "../../console/session.ts";
import type { Call } from "../../control/calls.ts";
import { duration, orAborted } from "../../core/poll.ts";
import type { Exchange, ObservedEntry } from "../../core/test-activity.ts";
import type { ExecutionRecord } from "../../executions/record.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import type { LogLine } from "../../logs/log-line.ts";
import { type Mail, recipients } from "../../mail/captured-mail.ts";

/** Everything that is known about what one test caused. */
export interface Findings {
  test: { name: string; file: string; errors: string[] };
  endpoint: string;
  since: Date;
  ids: string[];
  addresses: string[];
  /** What the test was waiting for when it failed. */
  awaiting: string[];
  exchanges: readonly Exchange[];
  executions: ExecutionRecord[];
  mails: Mail[];
  calls: Call[];
  logs: LogLine[];
  /** The queues, topics, buses, buckets and tables that the test named. */
  observed: { title: string; entries: ObservedEntry[] }[];
  /** Where the console shows each id with all that belongs to it; none where no console runs. */
  traces: string[];
  /** Parts that could not be read, and why. */
  missing: string[];
}

/** Milliseconds for all of the reading: a report must not hold up the run. */
const READ_WITHIN = 8_000;

/**
 * Reads everything about the ids and addresses that a test used. Executions that the test never named are found by its
 * addresses in their input, invocations of functions by the ids of their requests. A part that cannot be read is named
 * in `missing`; nothing is thrown.
 */
export async function gather(harness: Harness, test: Findings["test"]): Promise<Findings> {
  const { activity, endpoint } = harness;
  const missing: string[] = [];
  const deadline = AbortSignal.timeout(READ_WITHIN);
  const part = async <T>(name: string, read: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await orAborted(read(), deadline);
    } catch (error) {
      const why = deadline.aborted ? `not read within ${duration(READ_WITHIN)}` : describe(error);
      missing.push(`${name}: ${why}`);
      return [];
    }
  };

  const awaiting = [...activity.awaiting];
  const executions = await part("executions", () => executionsOf(harness));
  for (const { name } of executions) activity.ids.add(name);
  const [mails, calls, ...observed] = await Promise.all([
    part("mails", () => mailsOf(harness, deadline)),
    part("AWS calls", () => callsOf(harness, deadline)),
    ...[...activity.observed.values()].map(async (each) => ({
      title: each.title,
      entries: await part(each.title, () => each.entries(deadline)),
    })),
  ]);
  const logs = await part("logs", () => logsOf(harness, calls));
  return {
    test,
    endpoint,
    since: activity.since,
    ids: [...activity.ids],
    addresses: [...activity.addresses],
    awaiting,
    exchanges: activity.exchanges,
    executions,
    mails,
    calls,
    logs,
    observed,
    traces: await part("the console", () => tracesOf(endpoint, [...activity.ids])),
    missing,
  };
}

/** The addresses need the cookie that a browser gets when it opens the console. */
async function tracesOf(endpoint: string, ids: readonly string[]): Promise<string[]> {
  const session = endpoint.startsWith("http") ? await keptSession(PROJECT_ROOT, endpoint) : undefined;
  return session ? ids.map((id) => `${session.address}/trace/${encodeURIComponent(id)}`) : [];
}

async function executionsOf({ executions, activity }: Harness): Promise<ExecutionRecord[]> {
  const found = new Map<string, ExecutionRecord>();
  for (const id of activity.ids) {
    const execution = executions.get(id);
    if (await execution.exists()) {
      const record = await execution.describe();
      found.set(record.arn, record);
    }
  }
  for (const record of await executions.startedWith(...activity.addresses)) found.set(record.arn, record);
  return [...found.values()].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

async function mailsOf({ inbox, activity }: Harness, signal: AbortSignal): Promise<Mail[]> {
  const addresses = new Set([...activity.addresses].map((address) => address.toLowerCase()));
  const mails = await inbox.everything(signal);
  return mails.filter((mail) => recipients(mail).some((address) => addresses.has(address)));
}

async function callsOf({ calls, activity, plugin }: Harness, signal: AbortSignal): Promise<Call[]> {
  if (!plugin?.features.includes("calls")) return [];
  const found = new Map<number, Call>();
  // an API passes the id of a request on to its function
  for (const match of [...activity.marks, ...activity.requestIds])
    for (const call of await calls.list({ match }, signal)) found.set(call.seq, call);
  return (
    [...found.values()]
      .sort((a, b) => a.seq - b.seq)
      // calls between LocalStack's services under no role are not calls of the app, but for invocations of its functions
      .filter((call) => call.role !== "" || !call.internal || isInvocation(call))
  );
}

const isInvocation = ({ service, operation }: Call): boolean =>
  service === "lambda" && operation.startsWith("Invoke");

/**
 * The lines with the test's ids, with the ids of its requests (in an API's access log), and all invocations of functions
 * that the test caused: one that failed early may have logged none of the test's ids.
 */
async function logsOf({ logs, activity }: Harness, calls: readonly Call[]): Promise<LogLine[]> {
  const invocations = calls.filter(isInvocation).map(({ requestId }) => requestId);
  const ids = [...activity.ids, ...activity.requestIds, ...invocations].filter((id) => id !== "");
  return ids.length > 0 ? logs.of([...new Set(ids)]).read() : [];
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
