import type { Command } from "commander";
import { act, parseCount, parseSeconds } from "localstack-harness/cli";
import { type BurstResult, burst } from "./burst.ts";
import { BrokenPromiseError, measureApp } from "./measure-app.ts";

interface BenchOptions {
  count: number;
  rate: number;
  lead: number;
  concurrency: number;
}

export function define(command: Command): void {
  command
    .description(
      "Makes many reminders due in the same second, with an SES that accepts a few per second, and shows how long they took.",
    )
    .option("-n, --count <number>", "reminders that are due at once", parseCount, 500)
    .option("-r, --rate <number>", "mails per second that SES accepts", parseCount, 14)
    .option("--lead <seconds>", "time to post all of them before they are due", parseSeconds, 90)
    .option(
      "--concurrency <number>",
      "functions that run at once, as an account's quota has it",
      parseCount,
      20,
    );
  act(command, bench);
}

async function bench(signal: AbortSignal, { count, rate, lead, concurrency }: BenchOptions): Promise<void> {
  const result = await measureApp<BurstResult>(
    {
      title: `Send ${count} reminders at ${rate} mails a second`,
      env: {
        // as many function processes as reminders would be more than this machine has room for
        LAMBDA_LIMITS_CONCURRENT_EXECUTIONS: String(concurrency),
        LAMBDA_LIMITS_MINIMUM_UNRESERVED_CONCURRENCY: "0",
      },
      context: { sesRate: String(rate) },
      run: (app, harness, options) => burst(app, harness, { count, rate, lead, ...options }),
    },
    signal,
  );
  report(result, count, rate);
}

function report(result: BurstResult, count: number, rate: number): void {
  const { reminders, lastReminder, lastCompletion, refused, unsuccessful, reasons, spread, faults } = result;
  const seconds = (value: number | undefined) => (value === undefined ? "never" : `${value.toFixed(0)} s`);
  const rows = [
    ["due within", `${(spread / 1_000).toFixed(1)} s`, ""],
    ["reminders sent", `${reminders}`, `${count}`],
    [
      "the last reminder after",
      seconds(lastReminder),
      `${(count / rate).toFixed(1)} s without completion mails`,
    ],
    [
      "the last completion mail after",
      seconds(lastCompletion),
      `${((2 * count) / rate).toFixed(1)} s for both`,
    ],
    ["mails refused, and sent later", `${refused}`, ""],
    ["executions that failed", `${unsuccessful}`, "0"],
  ];
  process.stdout.write("\n");
  for (const [what = "", value = "", ideal = ""] of rows) {
    process.stdout.write(`  ${what.padEnd(32)}${value.padStart(8)}${ideal && `   ideal: ${ideal}`}\n`);
  }
  if (unsuccessful > 0) faults.push(`${unsuccessful} executions did not succeed`, ...reasons);
  if (faults.length > 0) throw new BrokenPromiseError(faults.join("; "));
}
