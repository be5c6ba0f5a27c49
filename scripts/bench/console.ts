import type { Command } from "commander";
import { connect, type Harness, loadProject, startLocalStack } from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { startConsole } from "localstack-harness/console";
import { deployApp } from "../app/deployment.ts";
import type { App } from "../app/petcuddleotron.ts";
import { requestToMails } from "./invocations.ts";

export function define(command: Command): void {
  command
    .description(
      "Measures what an open console costs: the same reminders by turns, with a page that follows and without.",
    )
    .option("--rounds <number>", "how often each of the two has its turn", parseCount, 10)
    .option("--reminders <number>", "reminders in each turn, one after the other", parseCount, 15);
  act(command, bench);
}

async function bench(
  signal: AbortSignal,
  { rounds, reminders }: { rounds: number; reminders: number },
): Promise<void> {
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
    const spent = { open: 0, closed: 0 };
    for (let round = 1; round <= rounds; round++) {
      // a machine that is busy for a while is so for both, and neither is always the second
      for (const isOpen of round % 2 === 0 ? [true, false] : [false, true]) {
        using _page = isOpen ? await followingPage(console_.address) : undefined;
        spent[isOpen ? "open" : "closed"] += await sendAll(harness, app, reminders);
      }
      console.log(`round ${round} of ${rounds}`);
    }
    const each = (milliseconds: number) => milliseconds / (rounds * reminders);
    console.log(
      `\n${rounds * reminders} reminders each, from the request to the second mail: ` +
        `${each(spent.open).toFixed(1)} ms with an open console, ${each(spent.closed).toFixed(1)} ms without: ` +
        `${((spent.open / spent.closed - 1) * 100).toFixed(1)} % more`,
    );
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

async function sendAll(harness: Harness, app: App, reminders: number): Promise<number> {
  let milliseconds = 0;
  for (let sent = 0; sent < reminders; sent++) milliseconds += await requestToMails(harness, app);
  return milliseconds;
}
