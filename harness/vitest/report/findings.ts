import type { Harness } from "../../connect.ts";
import type { Call } from "../../control/calls.ts";
import { duration } from "../../core/poll.ts";
import type { Exchange } from "../../core/test-activity.ts";
import type { ExecutionRecord } from "../../executions/record.ts";
import type { LogLine } from "../../logs/log-lines.ts";
import { type Mail, recipients } from "../../mail/captured-mail.ts";

/** All that is known about what one test set in motion. */
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
  /** Parts that could not be read, and why. */
  missing: string[];
}

/** Milliseconds for all of the reading: a report must not hold up the run. */
const READ_WITHIN = 8_000;

/**
 * Reads everything about the ids and addresses that a test used. Executions that the test never named are found by its
 * addresses in their input. A part that cannot be read is named in `missing`; nothing is thrown.
 */
export async function gather(harness: Harness, test: Findings["test"]): Promise<Findings> {
  const { used, endpoint } = harness;
  const missing: string[] = [];
  const deadline = AbortSignal.timeout(READ_WITHIN);
  const part = async <T>(name: string, read: () => Promise<T[]>): Promise<T[]> => {
    try {
      return await orDeadline(read(), deadline);
    } catch (error) {
      const why = deadline.aborted ? `not read within ${duration(READ_WITHIN)}` : describe(error);
      missing.push(`${name}: ${why}`);
      return [];
    }
  };

  const awaiting = [...used.awaiting];
  const executions = await part("executions", () => concerning(harness));
  const ids = new Set([...used.ids, ...executions.map(({ name }) => name)]);
  for (const id of ids) used.ids.add(id);
  const recordsCalls = harness.plugin?.features.includes("calls");
  const addresses = new Set([...used.addresses].map((address) => address.toLowerCase()));
  const [mails, calls, logs] = await Promise.all([
    part("mails", async () =>
      (await harness.inbox.everything(deadline)).filter((mail) =>
        recipients(mail).some((address) => addresses.has(address)),
      ),
    ),
    part("AWS calls", async () => {
      if (!recordsCalls || used.marks.length === 0) return [];
      // what LocalStack's services tell each other under no role is none of the app's doing
      return (await harness.calls.list({}, deadline)).filter(
        ({ role, internal }) => role !== "" || !internal,
      );
    }),
    part("logs", () => logsOf(harness, ids)),
  ]);
  return {
    test,
    endpoint,
    since: used.since,
    ids: [...ids],
    addresses: [...used.addresses],
    awaiting,
    exchanges: used.exchanges,
    executions,
    mails,
    calls,
    logs,
    missing,
  };
}

async function concerning({ executions, used }: Harness): Promise<ExecutionRecord[]> {
  const found = new Map<string, ExecutionRecord>();
  for (const id of used.ids) {
    const execution = executions.get(id);
    if (await execution.exists()) {
      const record = await execution.describe();
      found.set(record.arn, record);
    }
  }
  for (const record of await executions.startedWith(...used.addresses)) found.set(record.arn, record);
  return [...found.values()].sort((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
}

function logsOf({ logs, http }: Harness, ids: Set<string>): Promise<LogLine[]> {
  // the id of a request stands in the API's access log, where the id of what it started does not
  const requests = http.exchanges.flatMap(({ headers }) => headers["x-amzn-requestid"] ?? []);
  return logs.of([...ids, ...requests]).read();
}

function orDeadline<T>(promise: Promise<T>, deadline: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    deadline.addEventListener("abort", () => reject(deadline.reason), { once: true });
    promise.then(resolve, reject);
  });
}

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
