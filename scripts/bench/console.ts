import type { Command } from "commander";
import { connect, loadProject, startLocalStack } from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { startConsole } from "localstack-harness/console";
import { deployApp } from "../app/deployment.ts";
import { compareByTurns, type Side, sendAll, type Turns } from "./by-turns.ts";
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
    await using console_ = await startConsole({
      endpoint: localstack.endpoint,
      project: await loadProject(process.cwd()),
    });
    // the first one starts the functions
    await requestToMails(harness, app);
    const open: Side = {
      name: "with an open console",
      async send(reminders) {
        using _page = await followingPage(console_.address);
        return sendAll(harness, app, reminders);
      },
    };
    const closed: Side = { name: "without", send: (reminders) => sendAll(harness, app, reminders) };
    await compareByTurns([open, closed], turns);
  } finally {
    await localstack.stop();
  }
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
