import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { clientConfig, type LocalStack, type StartOptions, startLocalStack } from "localstack-harness";
import { type AwsAccount, accountConfig, reachableApiUrl, settleEnvironment } from "localstack-harness/aws";
import { act, duration, explain, parseCount, runUnseen } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import { PROJECT_ROOT } from "../app/petcuddleotron.ts";
import { AwsDeployment } from "../aws/deployment.ts";
import {
  type Comparison,
  comparison,
  machine,
  median,
  NOT_ALL,
  ratioOf,
  regressions,
  replaceBetween,
  timed,
  today,
} from "./figures.ts";
import { Reminders } from "./reminders.ts";

const PEER: Omit<AwsAccount, "endpoint"> = { account: "123456789012", region: "us-east-1" };
const SENDER = "cuddles@petcuddleotron.example";
const DOCUMENT = join(PROJECT_ROOT, "docs/benchmarks.md");
/** A ratio that grew by more than this is shown. */
const REGRESSION = 1.1;

export function define(command: Command): void {
  command
    .description(
      "Measures the app on the embedded LocalStack and on MiniStack, another emulator of AWS that needs no Docker.",
    )
    .option("--rounds <number>", "rounds for each of the two", parseCount, 10)
    .option("--write", "put the table into docs/benchmarks.md");
  act(command, bench);
}

/** One of the two: what it took to get the app there, and the app. */
interface Side extends AsyncDisposable {
  name: string;
  release: string;
  start: number;
  deploy: number;
  reminders: Reminders;
}

interface Measure {
  title: string;
  take: (reminders: Reminders) => Promise<number>;
}

const POSTS = 20;

async function bench(
  signal: AbortSignal,
  { rounds, write }: { rounds: number; write?: boolean },
): Promise<void> {
  await using ours = await embedded(signal);
  await using peer = await ministack(signal);
  const atOnce = (count: number) => (reminders: Reminders) => reminders.sendAtOnce(count);
  const measures: Measure[] = [
    { title: "a reminder, request to second mail", take: (reminders) => reminders.send() },
    { title: "a request, until it is accepted", take: async (each) => median(await each.ask(POSTS)) },
    {
      title: "the slowest of 20 such requests (p95)",
      take: async (each) => Math.max(...(await each.ask(POSTS))),
    },
    { title: "a request that is refused", take: (reminders) => reminders.refuse() },
    { title: "20 reminders at once", take: atOnce(20) },
    { title: "100 reminders at once", take: atOnce(100) },
  ];
  const rows: Comparison[] = [
    { title: "start, until it answers", ours: [ours.start], peer: [peer.start] },
    { title: "first deployment, page included", ours: [ours.deploy], peer: [peer.deploy] },
  ];
  // the first one starts the functions
  for (const side of [ours, peer]) await side.reminders.sendAtOnce(20);
  for (const { title, take } of measures) {
    console.log(title);
    const times = new Map<Side, number[]>([ours, peer].map((side) => [side, []]));
    for (let round = 0; round < rounds; round++) {
      // a machine that is busy for a while is so for both, and neither is always the second
      for (const side of round % 2 === 0 ? [ours, peer] : [peer, ours])
        try {
          times.get(side)?.push(await take(side.reminders));
        } catch (error) {
          signal.throwIfAborted();
          // there is no time in which it has sent all of them
          if (side !== peer) throw error;
          console.log(`${peer.name}: ${explain(error)}`);
        }
    }
    rows.push({ title, ours: times.get(ours) ?? [], peer: times.get(peer) ?? [] });
  }
  console.log(`\n${line("", ours.name, peer.name, "ratio")}`);
  for (const { title, ours, peer } of rows)
    console.log(line(title, shown(ours), shown(peer), ratioOf(ours, peer)));
  const document = await readFile(DOCUMENT, "utf8");
  for (const regression of regressions(document, rows, REGRESSION)) console.log(`warning: ${regression}`);
  if (!write) return;
  const text = `${comparison([ours.release, peer.release], rows)}

Measured on ${today()} by one run of \`npm run bench\`, ${rounds} turns each: ${machine()}.`;
  await writeFile(DOCUMENT, replaceBetween(document, "bench", text));
}

/** What it takes to start it once it is installed, and that. */
async function started(
  target: "embedded" | "ministack",
  options: StartOptions,
): Promise<[number, LocalStack]> {
  const start = () => startLocalStack({ target, port: 0, ...options });
  await (await start()).stop();
  return timed(start);
}

async function embedded(signal: AbortSignal): Promise<Side> {
  console.log("LocalStack: start and deployment");
  const [start, localstack] = await started("embedded", { signal });
  try {
    const { endpoint } = localstack;
    const [deploy, app] = await timed(() => deployApp(endpoint, signal));
    return side(
      "LocalStack 4.14.0",
      start,
      deploy,
      localstack,
      new Reminders(app, clientConfig(endpoint), signal),
    );
  } catch (error) {
    await localstack.stop();
    throw error;
  }
}

async function ministack(signal: AbortSignal): Promise<Side> {
  const { account, region } = PEER;
  const env = { MINISTACK_ACCOUNT_ID: account, MINISTACK_REGION: region };
  console.log("MiniStack: start and deployment");
  const [start, emulator] = await started("ministack", { env, signal });
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
    return side(
      emulator.emulator ?? "MiniStack",
      start,
      deploy,
      emulator,
      new Reminders(app, accountConfig(target), signal),
    );
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}

function side(
  release: string,
  start: number,
  deploy: number,
  emulator: AsyncDisposable,
  reminders: Reminders,
): Side {
  return {
    name: release.split(" ")[0] ?? release,
    release,
    start,
    deploy,
    reminders,
    async [Symbol.asyncDispose]() {
      reminders[Symbol.dispose]();
      await emulator[Symbol.asyncDispose]();
    },
  };
}

const shown = (times: readonly number[]): string => (times.length === 0 ? NOT_ALL : duration(median(times)));

function line(title: string, ...cells: string[]): string {
  return title.padEnd(36) + cells.map((cell) => cell.padStart(12)).join("");
}
