import type { Command } from "commander";
import { clientConfig, startLocalStack } from "localstack-harness";
import { type AwsAccount, accountConfig, reachableApiUrl, settleEnvironment } from "localstack-harness/aws";
import { act, duration, parseCount, runUnseen } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import { AwsDeployment } from "../aws/deployment.ts";
import { installMiniStack, startMiniStack } from "../aws/emulator/ministack.ts";
import { median, timed } from "./figures.ts";
import { Reminders } from "./reminders.ts";

const PEER: Omit<AwsAccount, "endpoint"> = { account: "123456789012", region: "us-east-1" };
const SENDER = "cuddles@petcuddleotron.example";

export function define(command: Command): void {
  command
    .description(
      "Measures the app on the embedded LocalStack and on MiniStack, another emulator of AWS that needs no Docker.",
    )
    .option("--rounds <number>", "rounds for each of the two", parseCount, 10)
    .option("--burst <number>", "reminders that are posted at the same time", parseCount, 20);
  act(command, bench);
}

/** One of the two: what it took to get the app there, and the app. */
interface Side extends AsyncDisposable {
  name: string;
  start: number;
  deploy: number;
  reminders: Reminders;
}

async function bench(
  signal: AbortSignal,
  { rounds, burst }: { rounds: number; burst: number },
): Promise<void> {
  await using ours = await embedded(signal);
  await using peer = await ministack(signal);
  const measures: Record<string, (reminders: Reminders) => Promise<number>> = {
    "a reminder, request to second mail": (reminders) => reminders.send(),
    [`${burst} reminders at once`]: (reminders) => reminders.sendAtOnce(burst),
    "a request that is refused": (reminders) => reminders.refuse(),
  };
  const rows = [
    row("start, until it answers", ours.start, peer.start),
    row("first deployment, page included", ours.deploy, peer.deploy),
  ];
  for (const [title, measure] of Object.entries(measures)) {
    console.log(title);
    const times = new Map<Side, number[]>([ours, peer].map((side) => [side, []]));
    // the first one starts the functions
    for (const side of times.keys()) await measure(side.reminders);
    for (let round = 0; round < rounds; round++) {
      // a machine that is busy for a while is so for both, and neither is always the second
      for (const side of round % 2 === 0 ? [ours, peer] : [peer, ours])
        times.get(side)?.push(await measure(side.reminders));
    }
    rows.push(row(title, median(times.get(ours) ?? []), median(times.get(peer) ?? [])));
  }
  console.log(`\n${line("", ours.name, peer.name, "ratio")}\n${rows.join("\n")}`);
}

async function embedded(signal: AbortSignal): Promise<Side> {
  console.log("LocalStack: start and deployment");
  const [start, localstack] = await timed(() => startLocalStack({ target: "embedded", port: 0, signal }));
  try {
    const { endpoint } = localstack;
    const [deploy, app] = await timed(() => deployApp(endpoint, signal));
    return side("LocalStack", start, deploy, localstack, new Reminders(app, clientConfig(endpoint), signal));
  } catch (error) {
    await localstack.stop();
    throw error;
  }
}

async function ministack(signal: AbortSignal): Promise<Side> {
  const python = await installMiniStack(signal);
  console.log("MiniStack: start and deployment");
  const { account, region } = PEER;
  const [start, emulator] = await timed(() => startMiniStack(python, account, region, signal));
  try {
    const { endpoint } = emulator;
    const target = { ...PEER, endpoint };
    // it distinguishes accounts by their keys
    settleEnvironment(target, Object.assign(process.env, { AWS_ACCESS_KEY_ID: account }));
    await using deployment = new AwsDeployment(target, SENDER, {}, signal);
    await runUnseen(deployment.lookSteps);
    // once for an account; LocalStack goes without it
    if (deployment.needsBootstrap) await runUnseen(deployment.bootstrapSteps);
    const [deploy] = await timed(() => runUnseen([...deployment.prepareSteps, ...deployment.deploySteps]));
    const app = { ...deployment.app, apiUrl: reachableApiUrl(deployment.app.apiUrl, target) };
    return side("MiniStack", start, deploy, emulator, new Reminders(app, accountConfig(target), signal));
  } catch (error) {
    await emulator[Symbol.asyncDispose]();
    throw error;
  }
}

function side(
  name: string,
  start: number,
  deploy: number,
  emulator: AsyncDisposable,
  reminders: Reminders,
): Side {
  return {
    name,
    start,
    deploy,
    reminders,
    async [Symbol.asyncDispose]() {
      reminders[Symbol.dispose]();
      await emulator[Symbol.asyncDispose]();
    },
  };
}

function row(title: string, ours: number, peer: number): string {
  return line(title, duration(ours), duration(peer), (ours / peer).toFixed(2));
}

function line(title: string, ...cells: string[]): string {
  return title.padEnd(36) + cells.map((cell) => cell.padStart(12)).join("");
}
