import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Command } from "commander";
import { execa } from "execa";
import { connect, startLocalStack } from "localstack-harness";
import { act } from "localstack-harness/cli";
import { deployApp } from "../app/deployment.ts";
import { PROJECT_ROOT } from "../app/petcuddleotron.ts";
import { type Figures, machine, median, replaceBetween, table, timed, today } from "./figures.ts";
import { coldInvocations, requestToMails, warmInvocations } from "./invocations.ts";
import { memoryOf } from "./memory.ts";

const TARGETS = ["embedded", "container"] as const;
type BenchTarget = (typeof TARGETS)[number];
const DOCUMENT = join(PROJECT_ROOT, "docs/targets.md");

export function define(command: Command): void {
  command
    .description("Measures the embedded LocalStack and the one in a container, side by side.")
    .option("--no-suites", "leave out the end-to-end suites")
    .option("--write", "put the table into docs/targets.md");
  act(command, bench);
}

async function bench(
  signal: AbortSignal,
  { suites, write }: { suites: boolean; write?: boolean },
): Promise<void> {
  const columns = new Map<string, Figures>();
  for (const target of TARGETS) columns.set(target, await measure(target, suites, signal));
  const text = `${table(columns)}\n\n${await circumstances()}`;
  console.log(`\n${text}`);
  if (write)
    await writeFile(DOCUMENT, replaceBetween(await readFile(DOCUMENT, "utf8"), "bench:targets", text));
}

async function measure(target: BenchTarget, suites: boolean, signal: AbortSignal): Promise<Figures> {
  const say = (what: string) => console.log(`${target}: ${what}`);
  say("start");
  const [start, localstack] = await timed(() => startLocalStack({ target, port: 0, signal }));
  await using _ = localstack;
  const { endpoint } = localstack;
  say("deploy");
  const [firstDeploy, app] = await timed(() => deployApp(endpoint, signal));
  const [unchangedDeploy] = await timed(() => deployApp(endpoint, signal));
  const memoryIdle = await memoryOf(localstack);
  say("invoke");
  const cold = await coldInvocations(endpoint, 5);
  const warm = await warmInvocations(endpoint, 50);
  await using harness = await connect({ endpoint, within: 60_000 });
  // the first one starts the functions
  await requestToMails(harness, app);
  const memoryAfterFlow = await memoryOf(localstack);
  const mails: number[] = [];
  for (let run = 0; run < 5; run++) mails.push(await requestToMails(harness, app));
  const figures = {
    start,
    firstDeploy,
    unchangedDeploy,
    coldInvocation: median(cold),
    warmInvocation: median(warm),
    requestToMails: median(mails),
    memoryIdle,
    memoryAfterFlow,
    suites: undefined,
  };
  await localstack.stop();
  if (!suites) return figures;
  say("end-to-end suites");
  const [wallTime] = await timed(() => runSuites(target, signal));
  return { ...figures, suites: wallTime };
}

/** Runs the end-to-end suites on a target, start and deployment included. */
export async function runSuites(target: BenchTarget, signal: AbortSignal): Promise<void> {
  await execa("vitest", ["run", "--project", "e2e", "--reporter=dot"], {
    cwd: PROJECT_ROOT,
    preferLocal: true,
    env: { TARGET: target },
    cancelSignal: signal,
    all: true,
  });
}

async function circumstances(): Promise<string> {
  const docker = await execa("docker", ["version", "--format", "{{.Server.Version}}"], { reject: false });
  const label = ["image", "inspect", "--format", '{{index .Config.Labels "standin.fingerprint"}}'];
  const { stdout } = await execa("docker", [...label, "localstack/localstack:4.14.0"], { reject: false });
  const images = /^[0-9a-f]/.test(stdout) ? "stand-ins" : "official";
  return `Measured on ${today()} by one run of \`npm run bench:targets\`: ${machine()}, Docker ${docker.stdout}; images: ${images}.`;
}
