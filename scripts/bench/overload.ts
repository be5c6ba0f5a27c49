import type { Command } from "commander";
import { act, parseCount, parseSeconds } from "localstack-harness/cli";
import { type OverloadResult, overload } from "../overload/overload.ts";
import { BrokenPromiseError, measureApp } from "./measure-app.ts";

interface BenchOptions {
  count: number;
  seconds: number;
  latest: number;
}

const WAITS = { shortest: 5, longest: 20 };

export function define(command: Command): void {
  command
    .description(
      "Posts many reminders within seconds, and shows their outcome and what they took of the machine.",
    )
    .option("-n, --count <number>", "reminders", parseCount, 300)
    .option("-s, --seconds <seconds>", "time in which they are posted", parseSeconds, 20)
    .option("--latest <seconds>", "time after which a mail is too late", parseSeconds, 30);
  act(command, bench);
}

async function bench(signal: AbortSignal, { count, seconds, latest }: BenchOptions): Promise<void> {
  const load = { count, seconds, latest, waits: WAITS, restWithin: 60 };
  const result = await measureApp<OverloadResult>(
    {
      title: `Post ${count} reminders in ${seconds} s`,
      run: ({ apiUrl }, harness, options) => overload(harness, { apiUrl, ...load, ...options }),
    },
    signal,
  );
  report(result);
}

function report(result: OverloadResult): void {
  const answers = Object.entries(result.answers).map(([answer, times]) => `${times} times ${answer}`);
  const rows = [
    ["responses", answers.join(", ")],
    ["accepted", `${result.accepted}`],
    ["response after", `${Math.round(result.medianMs)} ms, at most ${Math.round(result.longestMs)} ms`],
    ["last mail after its time", `${result.medianLateness} s, at most ${result.longestLateness} s`],
    ["processes", `at most ${result.mostProcesses}`],
    ["memory", `at most ${result.mostMemory} MB`],
    ["load", `at most ${result.highestLoad.toFixed(1)}`],
    ["processor time", `${result.processor.toFixed(0)} s`],
    ["idle after the last mail", result.restAfter === undefined ? "never" : `${result.restAfter} s`],
  ];
  for (const [what = "", value = ""] of rows) process.stdout.write(`  ${what.padEnd(28)}${value}\n`);
  if (result.faults.length > 0) throw new BrokenPromiseError(result.faults.join("; "));
}
