import { Command, CommanderError, Option } from "commander";
import { bypassProxy, resolveLocalhostNames } from "../../core/loopback.ts";
import { DEFAULT_PORT, parseEndpoint, parsePort } from "./arguments.ts";
import { forgetAwsAccount } from "./aws-environment.ts";
import { CleanUpError, explain } from "./errors.ts";
import { InterruptedError, Interruption } from "./interruption.ts";
import { paint } from "./paint.ts";
import { onParentDeath } from "./parent.ts";

/** Exit code of a command that was called wrongly. */
const USAGE = 2;

/** A command as a person types it, `npm start` or `npm run <name>`, with its help. */
export function defineCommand(name: string, summary: string, examples: readonly string[]): Command {
  const typed = name === "start" ? "npm start" : `npm run ${name}`;
  return new Command(name)
    .usage("[options]")
    .description(summary)
    .configureHelp({ commandUsage: (command) => `${typed} -- ${command.usage()}` })
    .addHelpText("after", `\nExamples:\n${examples.map((example) => `  ${example}`).join("\n")}`)
    .showHelpAfterError(`(${typed} -- --help tells what there is)`)
    .exitOverride();
}

/** `--port`, or `PORT` in the environment. */
export const portOption = (): Option =>
  new Option("-p, --port <number>", "port of LocalStack on this machine")
    .env("PORT")
    .argParser(parsePort)
    .default(DEFAULT_PORT);

/** `--endpoint`, for commands that use a LocalStack which is there already. */
export const endpointOption = (): Option =>
  new Option("-e, --endpoint <url>", "where LocalStack answers, instead of --port").argParser(parseEndpoint);

export interface RunOptions {
  /** Whether the command may know of an AWS account. Those that work on LocalStack must not. Default: `forgotten`. */
  awsAccount?: "forgotten" | "kept";
}

/**
 * Runs a command: no way to an AWS account in the environment, one line for an error, an exit code for everything
 * (0 done, 1 failed, 2 called wrongly, 128 + n ended by signal n).
 * @param action is given the signal that tells it to end, and the command's arguments
 */
export async function runCommand(
  command: Command,
  action: (signal: AbortSignal, ...args: string[]) => Promise<void>,
  { awsAccount = "forgotten" }: RunOptions = {},
): Promise<void> {
  if (awsAccount === "forgotten") forgetAwsAccount();
  bypassProxy();
  resolveLocalhostNames();
  using interruption = new Interruption({ force });
  endWithReader(interruption);
  command.action(async (...args) => {
    using _watch = await onParentDeath((parent) => interruption.interrupt(`the end of ${parent}`, 129));
    await action(interruption.signal, ...args.filter((arg) => typeof arg === "string"));
  });
  try {
    await command.parseAsync();
  } catch (error) {
    process.exitCode = report(error, interruption.signal);
  }
}

function report(error: unknown, signal: AbortSignal): number {
  // whatever else broke off because of the interruption is its consequence
  if (signal.aborted && signal.reason instanceof InterruptedError && !(error instanceof CleanUpError)) {
    return signal.reason.exitCode;
  }
  // commander has already said what is wrong
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  process.stderr.write(`${paint("red", "error:", process.stderr)} ${explain(error)}\n`);
  return 1;
}

/** The terminal or pipe that this writes to may be closed (`npm start | head`): end as if interrupted. */
function endWithReader(interruption: Interruption): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", () => interruption.interrupt("a closed output", 141));
  }
}

function force(exitCode: number): never {
  const showCursor = "\u001b[?25h";
  if (process.stderr.isTTY) process.stderr.write(showCursor);
  process.exit(exitCode);
}
