import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DescribeStateMachineCommand, SFNClient } from "@aws-sdk/client-sfn";
import type { Command } from "commander";
import { execa } from "execa";
import {
  clientConfig,
  deployedProject,
  findProjectRoot,
  loadProject,
  poll,
  startLocalStack,
} from "localstack-harness";
import { act, parseCount } from "localstack-harness/cli";
import { STACK_NAME } from "../app/petcuddleotron.ts";
import { cdklocal } from "./cdklocal.ts";
import { median } from "./figures.ts";
import { BrokenPromiseError } from "./measure-app.ts";
import { whileRunning } from "./while-running.ts";

interface BenchOptions {
  turns: number;
  hotswaps: number;
}

export function define(command: Command): void {
  command
    .description(
      "Measures how long a saved change takes to be live under dev, and by cdklocal deploy --hotswap.",
    )
    .option("-n, --turns <number>", "saves of each kind under dev", parseCount, 20)
    .option("--hotswaps <number>", "saves that are deployed by cdklocal", parseCount, 3);
  act(command, bench);
}

/** Milliseconds that a change may take at all. */
const WITHIN_MS = 120_000;
/** What the loop promises, in milliseconds. */
const MOST = { function: 500, worst: 1_000, definition: 1_500, page: 300 };
const MOST_OF_HOTSWAP = 0.1;

interface Place {
  file: string;
  /** The text with a mark in it. */
  marked: (text: string, mark: string) => string;
}

interface Edit extends Place {
  /** What the running app shows, which has the mark once the change is live. */
  shows: () => Promise<string>;
}

/** A text of a function. */
export const FUNCTION: Place = {
  file: "functions/refuse/refusal.ts",
  marked: (text, mark) => text.replace("leads nowhere", `leads nowhere ${mark}`),
};

/** Writes the text of a file with a mark. */
export async function writeMarked(
  root: string,
  { file, marked }: Place,
  original: string,
  mark: string,
): Promise<void> {
  const text = marked(original, mark);
  if (text === original) throw new Error(`${file} has no place for a mark any more`);
  await writeFile(join(root, file), text);
}

async function bench(signal: AbortSignal, options: BenchOptions): Promise<void> {
  report(await reloadTimes(signal, options));
}

/** Milliseconds from each save until the running app shows it. */
export async function reloadTimes(signal: AbortSignal, { turns, hotswaps }: BenchOptions): Promise<Times> {
  const root = findProjectRoot();
  await using localStack = await startLocalStack({ port: 0, signal, onProgress: say });
  const { endpoint } = localStack;
  const figures = await underDev(root, endpoint, signal, async (outputs) => {
    const edits = editsOf(outputs, endpoint);
    const measured = {
      function: await timesOf(edits.function, root, turns, signal),
      definition: await timesOf(edits.definition, root, Math.ceil(turns / 4), signal),
      page: await timesOf(edits.page, root, turns, signal),
    };
    return { ...measured, edits };
  });
  const hotswap = await timesOf(figures.edits.function, root, hotswaps, signal, () =>
    swap(root, endpoint, signal),
  );
  return { ...figures, hotswap };
}

const say = (line: string) => process.stdout.write(`${line}\n`);

function editsOf(
  outputs: Record<string, string>,
  endpoint: string,
): Record<"function" | "definition" | "page", Edit> {
  const get = async (address: string) =>
    (await fetch(address, { signal: AbortSignal.timeout(30_000) })).text();
  return {
    function: { ...FUNCTION, shows: () => get(`${outputs.ApiUrl}/nowhere`) },
    definition: {
      file: "stack/workflow/definition.ts",
      // a number that the state machine takes
      marked: (text, mark) => text.replace("maxAttempts: 20", `maxAttempts: ${mark}`),
      shows: async () => {
        const client = new SFNClient(clientConfig(endpoint));
        const stateMachineArn = outputs.StateMachineArn;
        const { definition = "" } = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
        client.destroy();
        return definition;
      },
    },
    page: {
      file: "site/index.html",
      marked: (text, mark) => text.replace("<title>", `<title>${mark} `),
      shows: () => get(outputs.SiteUrl ?? ""),
    },
  };
}

/** Milliseconds from each save until the running app shows it. The file is as before at the end. */
async function timesOf(
  edit: Edit,
  root: string,
  turns: number,
  signal: AbortSignal,
  deploy?: () => Promise<unknown>,
): Promise<number[]> {
  const { file, shows } = edit;
  const path = join(root, file);
  const original = await readFile(path, "utf8");
  const times: number[] = [];
  let last = "";
  await shows();
  try {
    for (let turn = 0; turn < turns; turn++) {
      const mark = String((Date.now() % 90_000_000) + 10_000_000);
      last = mark;
      const start = performance.now();
      await writeMarked(root, edit, original, mark);
      await deploy?.();
      await poll({ awaiting: `the change of ${file}`, within: WITHIN_MS, signal }, async () => {
        const shown = await shows();
        return shown.includes(mark) ? { done: true } : { seen: shown.slice(0, 200) };
      });
      times.push(performance.now() - start);
    }
  } finally {
    await writeFile(path, original);
  }
  // a later measurement must not find this change
  if (!deploy)
    await poll({ awaiting: `${file} as it was`, within: WITHIN_MS, signal }, async () => {
      const shown = await shows();
      return shown.includes(last) ? { seen: shown.slice(0, 200) } : { done: true };
    });
  return times;
}

/** Runs `dev` on a running LocalStack, which goes on afterwards. */
async function underDev<Result>(
  root: string,
  endpoint: string,
  signal: AbortSignal,
  measure: (outputs: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  const dev = execa("localstack-harness", ["dev", "--no-types", "--port", new URL(endpoint).port], {
    preferLocal: true,
    cwd: root,
    all: true,
    reject: false,
    cancelSignal: signal,
  });
  say("deploying the app, and watching it");
  return whileRunning(
    dev,
    { ready: "Changes, executions and mails:", within: WITHIN_MS, signal },
    async () => {
      const { outputs } = await deployedProject(await loadProject(root), endpoint, signal);
      return measure(outputs);
    },
  );
}

async function swap(root: string, endpoint: string, signal: AbortSignal): Promise<void> {
  await cdklocal(["deploy", STACK_NAME, "--hotswap", "--require-approval", "never"], {
    root,
    endpoint,
    signal,
  });
}

type Times = Record<"function" | "definition" | "page" | "hotswap", number[]>;

function report({ function: code, definition, page, hotswap }: Times): void {
  const ratio = median(code) / median(hotswap);
  const ms = (value: number) => `${Math.round(value)} ms`;
  const row = (what: string, times: number[], most: string) =>
    say(
      `  ${what.padEnd(44)}${ms(median(times)).padStart(10)}${ms(Math.max(...times)).padStart(10)}   ${most}`,
    );
  say(`\n  ${"from save to live".padEnd(44)}${"median".padStart(10)}${"worst".padStart(10)}   at most`);
  row("function, over HTTP", code, `${MOST.function} ms, worst ${MOST.worst} ms`);
  row("definition of the state machine", definition, `${MOST.definition} ms`);
  row("page", page, `${MOST.page} ms`);
  row("function, by cdklocal deploy --hotswap", hotswap, "");
  say(
    `  ${"ratio to cdklocal deploy --hotswap".padEnd(44)}${ratio.toFixed(3).padStart(10)}${"".padStart(10)}   ${MOST_OF_HOTSWAP}`,
  );
  const broken = [
    median(code) > MOST.function && "a function",
    Math.max(...code) > MOST.worst && "the slowest function",
    median(definition) > MOST.definition && "a definition",
    median(page) > MOST.page && "a page",
    ratio > MOST_OF_HOTSWAP && "the ratio",
  ].filter(Boolean);
  if (broken.length > 0) throw new BrokenPromiseError(`above its limit: ${broken.join(", ")}`);
}
