import type { FailureRecord } from "../functions/reminder.ts";
import { causeText } from "./activity/execution-events.ts";
import { deployedApp } from "./app/petcuddleotron.ts";
import { UnreadableFailureError } from "./redrive/failures.ts";
import { isUnsettled, Redrive, type Result } from "./redrive/redrive.ts";
import { type EndpointOptions, endpointOf, parseSeconds } from "./terminal/arguments.ts";
import { defineCommand, endpointOption, portOption, runCommand } from "./terminal/command.ts";
import { oneLine, paint } from "./terminal/paint.ts";

interface RedriveCommandOptions extends EndpointOptions {
  id?: string;
  list?: true;
  timeout: number;
}

/** Reminders failed again; each has been told of. */
class StillFailingError extends Error {
  override readonly name = "StillFailingError";
}

const command = defineCommand(
  "redrive",
  "Sends the reminders that could not be sent: replays each recorded failure, once, however often this runs.",
  [
    "npm run redrive                    all of them",
    "npm run redrive -- --list          shows them and does nothing",
    "npm run redrive -- --id 0f8fad5b-d9cb-469f-a165-70867728950e",
  ],
)
  .option("-i, --id <id>", "only the reminder with this id")
  .option("-l, --list", "list what failed, with the reasons, and replay nothing")
  .option("--timeout <seconds>", "how long to wait for the end of each replay", parseSeconds, 600)
  .addOption(portOption())
  .addOption(endpointOption());

const write = (line: string) => process.stdout.write(`${line}\n`);

await runCommand(command, async (signal) => {
  const { id, list, timeout, ...where } = command.opts<RedriveCommandOptions>();
  const endpoint = endpointOf(where);
  const { stateMachineArn, storageBucket } = await deployedApp(endpoint, signal);
  using redrive = new Redrive({ endpoint, stateMachineArn, storageBucket });

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
      `${unsettled} of ${ids.length} could not be sent: mend what is said above, then run npm run redrive again`,
    );
  }
});

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
