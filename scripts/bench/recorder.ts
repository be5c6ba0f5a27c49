import type { Command } from "commander";
import { connect, type Harness, startLocalStack } from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import type { App } from "../app/petcuddleotron.ts";
import { requestToMails } from "./invocations.ts";

export function define(command: Command): void {
  command
    .description(
      "Measures what the record of AWS calls costs: the same reminders in two LocalStacks, with and without it.",
    )
    .option("--rounds <number>", "rounds for each of the two", parseCount, 10)
    .option("--reminders <number>", "reminders in each turn, in sequence", parseCount, 15);
  act(command, bench);
}

async function bench(
  signal: AbortSignal,
  { rounds, reminders }: { rounds: number; reminders: number },
): Promise<void> {
  await using withRecord = await running({ HARNESS_CALLS: "1" }, signal);
  await using without = await running({ HARNESS_CALLS: "0" }, signal);
  const spent = new Map([withRecord, without].map((side) => [side, 0]));
  for (let round = 1; round <= rounds; round++) {
    // a machine that is busy for a while is so for both, and neither is always the second
    const turns = round % 2 === 0 ? [without, withRecord] : [withRecord, without];
    for (const side of turns) spent.set(side, (spent.get(side) ?? 0) + (await side.send(reminders)));
    console.log(`round ${round} of ${rounds}`);
  }
  const count = rounds * reminders;
  const each = (side: Side) => (spent.get(side) ?? 0) / count;
  const [recorded, silent] = [each(withRecord), each(without)];
  console.log(
    `\n${count} reminders each, from the request to the second mail: ` +
      `${recorded.toFixed(1)} ms with the record, ${silent.toFixed(1)} ms without: ` +
      `${((recorded / silent - 1) * 100).toFixed(1)} % more`,
  );
}

interface Side extends AsyncDisposable {
  /** Milliseconds of as many reminders. */
  send(reminders: number): Promise<number>;
}

async function running(env: Record<string, string>, signal: AbortSignal): Promise<Side> {
  const localstack = await startLocalStack({ target: "embedded", port: 0, signal, env });
  try {
    const app = await deployApp(localstack.endpoint, signal);
    const harness = await connect({ endpoint: localstack.endpoint });
    // the first one starts the functions
    await requestToMails(harness, app);
    console.log(`HARNESS_CALLS=${env.HARNESS_CALLS} runs`);
    return {
      send: (reminders) => sendAll(harness, app, reminders),
      async [Symbol.asyncDispose]() {
        await harness[Symbol.asyncDispose]();
        await localstack.stop();
      },
    };
  } catch (error) {
    await localstack.stop();
    throw error;
  }
}

async function sendAll(harness: Harness, app: App, reminders: number): Promise<number> {
  let milliseconds = 0;
  for (let sent = 0; sent < reminders; sent++) milliseconds += await requestToMails(harness, app);
  return milliseconds;
}
