import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { clientConfig, type LocalStack, type StartOptions, startLocalStack } from "localstack-harness";
import { type AwsAccount, accountConfig, reachableApiUrl, settleEnvironment } from "localstack-harness/aws";
import { act, explain, parseCount, runUnseen } from "localstack-harness/cli";
import { deployApp } from "../../app/deployment.ts";
import { PROJECT_ROOT } from "../../app/petcuddleotron.ts";
import { AwsDeployment } from "../../aws/deployment.ts";
import {
  type Comparison,
  comparison,
  machine,
  median,
  regressions,
  replaceBetween,
  timed,
  today,
} from "../figures.ts";
import { memoryOf } from "../memory.ts";
import { reloadTimes } from "../reload.ts";
import { runSuites } from "../targets.ts";
import { Reminders } from "./reminders.ts";
import { cleanCloneTime, startTimes } from "./starts.ts";

const PEER: Omit<AwsAccount, "endpoint"> = { account: "123456789012", region: "us-east-1" };
const SENDER = "cuddles@petcuddleotron.example";
const DOCUMENT = join(PROJECT_ROOT, "docs/benchmarks.md");
/** A ratio that grew by more than this is shown. */
const REGRESSION = 1.1;

export function define(command: Command): void {
  command
    .description(
      "Measures the app on the embedded LocalStack and on MiniStack, another emulator of AWS that needs no Docker, and its starts by the harness and by cdklocal.",
    )
    .option("--rounds <number>", "rounds for each of the two", parseCount, 10)
    .option("--write", "put the table into docs/benchmarks.md");
  act(command, bench);
}

/** One of the two: what it took to get the app there, and the app. */
interface Side extends AsyncDisposable {
  emulator: LocalStack;
  release: string;
  start: number;
  deploy: number;
  reminders: Reminders;
}

interface Measure {
  title: string;
  take: (reminders: Reminders) => Promise<number>;
  /** Each turn takes long. */
  slow?: true;
}

const POSTS = 20;
/** Turns of what takes more than ten seconds. */
const SLOW_ROUNDS = 3;

async function bench(
  signal: AbortSignal,
  { rounds, write }: { rounds: number; write?: boolean },
): Promise<void> {
  const slowRounds = Math.min(rounds, SLOW_ROUNDS);
  const starts = await startTimes(signal, slowRounds);
  console.log("saves under dev");
  const saves = await reloadTimes(signal, { turns: rounds, hotswaps: slowRounds });
  console.log("the end-to-end suites");
  const [suites] = await timed(() => runSuites("embedded", signal));
  console.log("a clean clone");
  const clone = await cleanCloneTime(signal);
  // last: MiniStack's account is then the one of this process
  const emulators = await besidePeer(signal, rounds, slowRounds);
  const plain: Comparison[] = [
    ...starts,
    { title: "a saved function, until it is live", ours: saves.function, peer: saves.hotswap },
    { title: "`npm run test:e2e`, start and deployment included", ours: [suites] },
    { title: "clean clone, to the first mail", ours: [clone] },
  ];
  const text = [
    comparison(emulators.names, emulators.rows),
    comparison(["harness", "plain way"], plain),
    `Measured on ${today()} by one run of \`npm run bench\`, ${rounds} turns each, ${slowRounds} of what takes more than ten seconds: ${machine()}.`,
  ].join("\n\n");
  console.log(`\n${text}\n`);
  const document = await readFile(DOCUMENT, "utf8");
  for (const regression of regressions(document, [...emulators.rows, ...plain], REGRESSION))
    console.log(`warning: ${regression}`);
  if (write) await writeFile(DOCUMENT, replaceBetween(document, "bench", text));
}

async function besidePeer(
  signal: AbortSignal,
  rounds: number,
  slowRounds: number,
): Promise<{ names: [string, string]; rows: Comparison[] }> {
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
    { title: "1,000 reminders at once", take: atOnce(1_000), slow: true },
  ];
  const rows: Comparison[] = [
    { title: "start, until it answers", ours: [ours.start], peer: [peer.start] },
    { title: "first deployment, page included", ours: [ours.deploy], peer: [peer.deploy] },
    ...(await memory("memory after the deployment", ours, peer)),
  ];
  let sides = [ours, peer];
  // the first one starts the functions
  for (const side of sides) await side.reminders.sendAtOnce(20);
  for (const { title, take, slow } of measures) {
    console.log(title);
    const times = new Map<Side, number[]>(sides.map((side) => [side, []]));
    for (let round = 0; round < (slow ? slowRounds : rounds); round++) {
      // a machine that is busy for a while is so for both, and neither is always the second
      for (const side of round % 2 === 0 ? sides : sides.toReversed())
        try {
          times.get(side)?.push(await take(side.reminders));
        } catch (error) {
          signal.throwIfAborted();
          if (side !== peer) throw error;
          console.log(`${peer.release} is stopped, because it did not do all of it: ${explain(error)}`);
          // it would still be busy during the next turns
          sides = [ours];
          await peer.emulator.stop();
        }
    }
    rows.push({ title, ours: times.get(ours) ?? [], peer: times.get(peer) ?? [] });
  }
  rows.push(...(await memory("memory after all these reminders", ours, peer)));
  return { names: [ours.release, peer.release], rows };
}

/** Of the emulator and the functions that it runs; no row where the system does not report it. */
async function memory(title: string, ours: Side, peer: Side): Promise<Comparison[]> {
  const [us, them] = await Promise.all([ours, peer].map(({ emulator }) => memoryOf(emulator)));
  if (us === undefined) return [];
  return [{ title, ours: [us], ...(them !== undefined && { peer: [them] }), unit: "MB" }];
}

async function embedded(signal: AbortSignal): Promise<Side> {
  return side("LocalStack", { target: "embedded", signal }, async ({ endpoint }) => {
    const [deploy, app] = await timed(() => deployApp(endpoint, signal));
    return { deploy, reminders: new Reminders(app, clientConfig(endpoint), signal) };
  });
}

async function ministack(signal: AbortSignal): Promise<Side> {
  const { account, region } = PEER;
  const env = { MINISTACK_ACCOUNT_ID: account, MINISTACK_REGION: region };
  return side("MiniStack", { target: "ministack", env, signal }, async ({ endpoint }) => {
    const target = { ...PEER, endpoint };
    // it distinguishes accounts by their keys
    settleEnvironment(target, Object.assign(process.env, { AWS_ACCESS_KEY_ID: account }));
    await using deployment = new AwsDeployment(target, SENDER, {}, signal);
    await runUnseen(deployment.lookSteps);
    // once for an account; LocalStack goes without it
    if (deployment.needsBootstrap) await runUnseen(deployment.bootstrapSteps);
    const [deploy] = await timed(() => runUnseen([...deployment.prepareSteps, ...deployment.deploySteps]));
    const app = { ...deployment.app, apiUrl: reachableApiUrl(deployment.app.apiUrl, target) };
    return { deploy, reminders: new Reminders(app, accountConfig(target), signal) };
  });
}

/** Starts an emulator that is installed, and deploys the app into it. */
async function side(
  title: string,
  options: StartOptions,
  deployed: (emulator: LocalStack) => Promise<Pick<Side, "deploy" | "reminders">>,
): Promise<Side> {
  console.log(`${title}: start and deployment`);
  const run = () => startLocalStack({ port: 0, ...options });
  await (await run()).stop();
  const [start, emulator] = await timed(run);
  try {
    const { deploy, reminders } = await deployed(emulator);
    return {
      emulator,
      release: emulator.emulator ?? "LocalStack 4.14.0",
      start,
      deploy,
      reminders,
      async [Symbol.asyncDispose]() {
        reminders[Symbol.dispose]();
        await emulator[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await emulator.stop();
    throw error;
  }
}
