import type { Command } from "commander";
import { connect } from "localstack-harness";
import { act, parseCount, parseSeconds, runSteps, Startup } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import type { App } from "../app/petcuddleotron.ts";
import { type OverloadResult, overload } from "../overload/overload.ts";

interface BenchOptions {
  count: number;
  seconds: number;
  latest: number;
}

const WAITS = { shortest: 5, longest: 20 };

/** The load did not end as docs/decisions/overload.md promises. */
class BrokenPromiseError extends Error {
  override readonly name = "BrokenPromiseError";
}

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
  const startup = new Startup({ target: "embedded", port: 0, signal });
  try {
    let app: App | undefined;
    let result: OverloadResult | undefined;
    await runSteps([
      startup.step,
      {
        title: "Deploy the app",
        run: async () => {
          app = await deployApp(startup.localStack.endpoint, startup.signal);
          return undefined;
        },
      },
      {
        title: `Post ${count} reminders in ${seconds} s`,
        run: async (onProgress) => {
          await using harness = await connect({ endpoint: startup.localStack.endpoint });
          const load = { count, seconds, latest, waits: WAITS, restWithin: 60, onProgress };
          if (app) result = await overload(harness, { apiUrl: app.apiUrl, ...load, signal: startup.signal });
          return undefined;
        },
      },
    ]);
    if (result) report(result);
  } catch (error) {
    throw await startup.cause(error);
  } finally {
    await startup.stop();
  }
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
