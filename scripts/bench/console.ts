import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Command } from "commander";
import { execa } from "execa";
import { connect, startLocalStack } from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import { compareByTurns, processorTime, type Side, type Turns } from "./by-turns.ts";
import { requestToMails } from "./invocations.ts";

export function define(command: Command): void {
  command
    .description(
      "Measures what an open console costs: the same reminders by turns, with a page that follows and without.",
    )
    .option("--rounds <number>", "how often each of the two has its turn", parseCount, 10)
    .option("--reminders <number>", "reminders in each turn, in sequence", parseCount, 15);
  act(command, bench);
}

async function bench(signal: AbortSignal, turns: Turns): Promise<void> {
  const localstack = await startLocalStack({ target: "embedded", port: 0, signal });
  try {
    const app = await deployApp(localstack.endpoint, signal);
    await using harness = await connect({ endpoint: localstack.endpoint });
    await using console_ = await serveConsole(localstack.endpoint);
    // the first one starts the functions
    await requestToMails(harness, app);
    const closed: Side = {
      name: "without",
      processorTime: () => processorTime(localstack.endpoint),
      send: () => requestToMails(harness, app),
    };
    const during = () => followingPage(console_.address);
    const open: Side = { ...closed, name: "with an open console", during };
    await compareByTurns([open, closed], turns);
  } finally {
    await localstack.stop();
  }
}

/** In its own process, as `start` runs it: what this process does at the same time is no part of the measurement. */
async function serveConsole(endpoint: string): Promise<{ address: string } & AsyncDisposable> {
  const run = execa("localstack-harness", ["console", "--no-open", "--endpoint", endpoint], {
    reject: false,
  });
  const stop = async () => {
    run.kill("SIGINT");
    await run;
  };
  const printed = once(createInterface(run.stdout), "line").then(([line]) => `${line}`);
  const line = await Promise.race([printed, run.then(({ stderr }) => `it ended: ${stderr}`)]);
  const address = /^Console\s+(\S+)/.exec(line)?.[1];
  if (!address) throw new Error(`the console did not start: ${line}`);
  return { address, [Symbol.asyncDispose]: stop };
}

/** A page that is open and follows what happens, without the browser. */
async function followingPage(address: string): Promise<Disposable> {
  const entered = await fetch(address);
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  const abort = new AbortController();
  const live = address.replace(/\/\?.*$/, "/api/live");
  const response = await fetch(live, { headers: { cookie }, signal: abort.signal });
  void response.body?.pipeTo(new WritableStream()).catch(() => undefined);
  return { [Symbol.dispose]: () => abort.abort() };
}
