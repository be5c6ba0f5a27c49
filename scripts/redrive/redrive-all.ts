import type { Command } from "commander";
import type { FailureRecord } from "../../functions/reminder.ts";
import { causeText } from "../../harness/cli/activity/execution-events.ts";
import { parseSeconds } from "../../harness/cli/terminal/arguments.ts";
import { paint } from "../../harness/cli/terminal/paint.ts";
import { oneLine } from "../../harness/core/printable.ts";
import { UnreadableFailureError } from "./failures.ts";
import { isUnsettled, type Redrive, type Result } from "./redrive.ts";

/** What a person asks for. */
export interface RedriveWishes {
  /** Only this reminder. */
  id?: string;
  /** Show them, replay nothing. */
  list?: true;
  /** Seconds to wait for the end of each replay. */
  timeout: number;
}

/** Gives a command the options of {@link RedriveWishes}. */
export const redriveOptions = (command: Command): Command =>
  command
    .option("-i, --id <id>", "only the reminder with this id")
    .option("-l, --list", "list what failed, with the reasons, and replay nothing")
    .option("--timeout <seconds>", "how long to wait for the end of each replay", parseSeconds, 600);

/** Reminders failed again; each has been told of. */
export class StillFailingError extends Error {
  override readonly name = "StillFailingError";
}

const write = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Replays what failed, and tells of each reminder on standard output.
 * @throws StillFailingError
 */
export async function redriveAll(
  redrive: Redrive,
  { id, list, timeout }: RedriveWishes,
  signal: AbortSignal,
): Promise<void> {
  const ids = (await redrive.failures.ids(signal)).filter((failed) => id === undefined || failed === id);
  if (ids.length === 0) {
    write(id === undefined ? "no failures: nothing to redrive" : `no failure of ${id}: nothing to redrive`);
    return;
  }
  if (list) {
    for (const failed of ids) write(await failureLine(redrive, failed, signal));
    return;
  }
  const results = await redrive.run(ids, {
    signal,
    timeout,
    onWait: (failed, execution) => write(`${failed}  waiting for ${execution}`),
    onResult: (failed, result) => write(`${failed}  ${describe(result)}`),
  });
  const unsettled = [...results.values()].filter(isUnsettled).length;
  if (unsettled > 0) {
    throw new StillFailingError(
      `${unsettled} of ${ids.length} could not be sent: mend what is said above, then run this command again`,
    );
  }
}

async function failureLine(redrive: Redrive, id: string, signal: AbortSignal): Promise<string> {
  let record: FailureRecord | undefined;
  try {
    record = await redrive.failures.read(id, signal);
  } catch (error) {
    if (error instanceof UnreadableFailureError) return `${id}  ${oneLine(error.message)}`;
    throw error;
  }
  if (!record) return `${id}  sent by another redrive just now`;
  const { failedAt, error, cause, input } = record;
  const attempts = input.attempt === 0 ? "" : ` (redriven ${input.attempt} times)`;
  return `${id}  ${oneLine(`${failedAt}  ${error}: ${causeText(cause)}`)}${attempts}`;
}

function describe(result: Result): string {
  switch (result.status) {
    case "sent":
      return `${paint("green", "sent")} by ${result.execution}`;
    case "cancelled":
      return `was cancelled in ${result.execution}: not sent, and forgotten`;
    case "gone":
      return "settled by another redrive just now";
    case "failed":
      return `${paint("red", "failed again")} in ${result.execution}: ${oneLine(`${result.error}: ${causeText(result.cause)}`)}`;
    case "error":
      return `${paint("red", "not replayed")}: ${oneLine(result.message)}`;
  }
}
