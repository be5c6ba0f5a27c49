import { resolve } from "node:path";
import { defineCommand, paint, runCommand } from "localstack-harness/cli";
import { MUTANTS } from "./mutants/mutants.ts";
import { runMutant } from "./mutants/run-mutant.ts";

/** Suites stayed green, or could not run, while the app was broken. */
class UnnoticedError extends Error {
  override readonly name = "UnnoticedError";
}

const command = defineCommand(
  "mutants",
  "Breaks a copy of the app in one way after the other; the suite whose promise is broken has to go red.",
  [
    "npm run mutants                              all of them, about half a minute each",
    "npm run mutants -- --only retried            those with this in their name, pattern or suite",
    "npm run mutants -- --list                    what there is",
  ],
)
  .option("-o, --only <text>", "only mutants with this text in their name, pattern or suite")
  .option("-l, --list", "list them and break nothing");

await runCommand(command, async (signal) => {
  const { only = "", list } = command.opts<{ only?: string; list?: true }>();
  const chosen = MUTANTS.filter(({ name, find, caughtBy }) => `${name} ${find} ${caughtBy}`.includes(only));
  if (chosen.length === 0)
    throw new UnnoticedError(`no mutant has ${JSON.stringify(only)} in it: see --list`);
  if (list) {
    for (const { name, caughtBy } of chosen) console.log(`${caughtBy}: ${name}`);
    return;
  }
  const root = resolve(import.meta.dirname, "..");
  let unnoticed = 0;
  for (const [index, mutant] of chosen.entries()) {
    const { verdict, evidence } = await runMutant(root, mutant, signal);
    const colour = verdict === "killed" ? "green" : "red";
    console.log(
      `[${index + 1}/${chosen.length}] ${paint(colour, verdict)} ${mutant.name} (${mutant.caughtBy})`,
    );
    for (const line of evidence) console.log(`    ${line}`);
    if (verdict !== "killed") unnoticed += 1;
  }
  if (unnoticed > 0) throw new UnnoticedError(`${unnoticed} of ${chosen.length} mutants went unnoticed`);
  console.log(`${chosen.length} mutants, all noticed`);
});
