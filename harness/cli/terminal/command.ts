import { Command } from "commander";
import { act, runProgram } from "./program.ts";

/** A command that an npm script calls: `npm run <name>`. */
export function defineCommand(name: string, summary: string, examples: readonly string[]): Command {
  const typed = `npm run ${name}`;
  return new Command(name)
    .usage("[options]")
    .description(summary)
    .configureHelp({ commandUsage: (command) => `${typed} -- ${command.usage()}` })
    .addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`)
    .showHelpAfterError(`(${typed} -- --help lists the options)`)
    .exitOverride();
}

/** Runs such a command; see {@link act} for what the action gets and {@link runProgram} for exit codes. */
export async function runCommand(
  command: Command,
  action: (signal: AbortSignal, ...args: string[]) => Promise<void>,
  options: Parameters<typeof act>[2] = {},
): Promise<void> {
  act(command, (signal, _options, ...args) => action(signal, ...args), options);
  await runProgram(command);
}
