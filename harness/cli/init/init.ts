import type { Command } from "commander";
import { loadProject } from "../../config/load.ts";
import { PROJECT_ROOT } from "../../localstack/paths.ts";
import { peersCheck } from "../doctor/project.ts";
import { invocation } from "../terminal/invocation.ts";
import { examples } from "../terminal/options.ts";
import { paint } from "../terminal/paint.ts";
import { act } from "../terminal/program.ts";
import { addHarness, type Change, testCommand } from "./additions.ts";
import { factsOf } from "./facts.ts";

export function define(command: Command): void {
  command
    .description("Adds settings, a vitest set-up and one example test to a CDK project. Overwrites no file.")
    .option("--dry-run", "print what would be added, and write nothing");
  examples(command, [
    ["", "in the folder of the CDK app"],
    ["--dry-run", "only shows what it would add"],
  ]);
  act(command, init);
}

const write = (line: string) => process.stdout.write(`${line}\n`);

async function init(signal: AbortSignal, { dryRun = false }: { dryRun?: boolean }): Promise<void> {
  // fails in a folder that is no CDK project
  await loadProject(PROJECT_ROOT);
  const facts = await factsOf(PROJECT_ROOT);
  for (const change of await addHarness(PROJECT_ROOT, facts, dryRun)) write(changeLine(change, dryRun));
  if (facts.javaScript)
    write(
      "\nThe files are JavaScript: tsc would compile TypeScript files here, or cannot read vitest's types.",
    );
  if (facts.vitest) write(`\nYour ${facts.vitest} stays as it is.`);
  const peers = await peersCheck(PROJECT_ROOT).examine(signal);
  if (peers.state !== "ok") write(`\n${paint("yellow", "Note")}  ${peers.detail}: ${peers.remedy}`);
  write(`\nRun the example test:\n  ${testCommand(PROJECT_ROOT, facts)}`);
  write(`\nRun the app:\n  ${invocation("start")}`);
}

function changeLine({ state, path, detail }: Change, dryRun: boolean): string {
  if (state === "kept") return `${paint("yellow", "kept")}     ${path}, which exists already`;
  const done = { added: "added", changed: "changed" }[state];
  const would = { added: "would add", changed: "would change" }[state];
  const what = detail ? `${path}: ${detail}` : path;
  return `${paint("green", dryRun ? would : done.padEnd(7))}  ${what}`;
}
