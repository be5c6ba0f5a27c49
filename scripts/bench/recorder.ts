import type { Command } from "commander";
import { connect, startLocalStack } from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import { compareByTurns, processorTime, type Side, type Turns } from "./by-turns.ts";
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

async function bench(signal: AbortSignal, turns: Turns): Promise<void> {
  await using withRecord = await running("with the record", { HARNESS_CALLS: "1" }, signal);
  await using without = await running("without", { HARNESS_CALLS: "0" }, signal);
  await compareByTurns([withRecord, without], turns);
}

async function running(
  name: string,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<Side & AsyncDisposable> {
  const localstack = await startLocalStack({ target: "embedded", port: 0, signal, env });
  try {
    const app = await deployApp(localstack.endpoint, signal);
    const harness = await connect({ endpoint: localstack.endpoint });
    // the first one starts the functions
    await requestToMails(harness, app);
    console.log(`HARNESS_CALLS=${env.HARNESS_CALLS} runs`);
    return {
      name,
      processorTime: () => processorTime(localstack.endpoint),
      send: () => requestToMails(harness, app),
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
