import type { Command } from "commander";
import { causeText, oneLine, paint, parseSeconds } from "localstack-harness/cli";
import type { FailureRecord } from "../../functions/storage.ts";
import { UnreadableClaimError, uncertainMail } from "./claims.ts";
import { UnreadableFailureError } from "./failures.ts";
import { isUnsettled, type Redrive, type Result } from "./redrive.ts";

/** The options of the command. */
export interface RedriveWishes {
  /** Only this reminder. */
  id?: string;
  /** Show them, replay nothing. */
  list?: true;
  /** Replay also what may have been sent already. */
  resend?: true;
  /** Seconds to wait for the end of each replay. */
  timeout: number;
}

/** Gives a command the options of {@link RedriveWishes}. */
export const redriveOptions = (command: Command): Command =>
  command
    .option("-i, --id <id>", "only the reminder with this id")
    .option("-l, --list", "list what failed, with the reasons, and replay nothing")
    .option(
      "--resend",
      "send also mails that SES may have taken already; give the --id, and look whether it arrived first",
    )
    .option("--timeout <seconds>", "how long to wait for the end of each replay", parseSeconds, 600);

/** Reminders failed again; each was reported. */
export class StillFailingError extends Error {
  override readonly name = "StillFailingError";
}

/** The texts come from the storage bucket, from Step Functions and from the command line: none may move the cursor. */
const write = (id: string, text: string) => process.stdout.write(`${oneLine(id)}  ${text}\n`);

/**
 * Replays what failed, and reports on each reminder on standard output.
 * @throws StillFailingError
 */
export async function redriveAll(
  redrive: Redrive,
  { id, list, resend, timeout }: RedriveWishes,
  signal: AbortSignal,
): Promise<void> {
  const ids = (await redrive.failures.ids(signal)).filter((failed) => id === undefined || failed === id);
  if (ids.length === 0) {
    const what = id === undefined ? "no failures" : `no failure of ${oneLine(id)}`;
    process.stdout.write(`${what}: nothing to redrive\n`);
    return;
  }
  if (list) {
    for (const failed of ids) write(failed, await failureText(redrive, failed, signal));
    return;
  }
  const results = await redrive.run(ids, {
    signal,
    timeout,
    resend: resend ?? false,
    onWait: (failed, execution) => write(failed, `waiting for ${oneLine(execution)}`),
    onResult: (failed, result) => write(failed, describe(result)),
  });
  const unsettled = [...results.values()].filter(isUnsettled).length;
  if (unsettled > 0) {
    throw new StillFailingError(
      `${unsettled} of ${ids.length} were not sent: do what is said above, then run this command again`,
    );
  }
}

async function failureText(redrive: Redrive, id: string, signal: AbortSignal): Promise<string> {
  let record: FailureRecord | undefined;
  let mail: ReturnType<typeof uncertainMail>;
  try {
    record = await redrive.failures.read(id, signal);
    if (record) mail = uncertainMail(record, (await redrive.claims.read(id, signal))?.claim);
  } catch (error) {
    const isKnown = error instanceof UnreadableFailureError || error instanceof UnreadableClaimError;
    if (isKnown) return oneLine(error.message);
    throw error;
  }
  if (!record) return "sent by another redrive just now";
  const { failedAt, error, cause, input } = record;
  const attempts = input.attempt === 0 ? "" : ` (redriven ${input.attempt} times)`;
  const warning = mail ? ` (the ${mail} may have been sent)` : "";
  return `${oneLine(`${failedAt}  ${error}: ${causeText(cause)}`)}${attempts}${warning}`;
}

function describe(result: Result): string {
  switch (result.status) {
    case "sent":
      return `${paint("green", "sent")} by ${oneLine(result.execution)}`;
    case "cancelled":
      return "was cancelled: not sent, and its record deleted";
    case "uncertain":
      return `${paint("red", "not sent again")}: SES may have taken the ${result.mail}. Look whether it arrived (docs/runbook.md), then send it again with --resend or delete its record`;
    case "gone":
      return "settled by another redrive just now";
    case "failed":
      return `${paint("red", "failed again")} in ${oneLine(result.execution)}: ${oneLine(`${result.error}: ${causeText(result.cause)}`)}`;
    case "error":
      return `${paint("red", "not replayed")}: ${oneLine(result.message)}`;
  }
}
